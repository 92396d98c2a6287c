package io.viking.examples.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code bench/planner}: the planner and the scheduler on a large cluster that is only on paper.
 */
@Command(
    name = "bench/planner",
    mixinStandardHelpOptions = true,
    description =
        "Measures planner and scheduler on 1,000 hosts, 10,000 services and 100,000 instances whose"
            + " engines are in memory, and prints a table. Needs neither Docker nor etcd.")
final class PlannerBenchmark implements Callable<Integer> {
  private static final int SMALLEST = 1600;
  private static final int LARGEST = 400_000;

  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--quick", description = "A short run: less than a minute.")
  private boolean quick;

  @Option(names = "--rounds", paramLabel = "N", description = "How many rounds; default 5.")
  private Optional<Integer> rounds = Optional.empty();

  @Option(
      names = "--instances",
      paramLabel = "N",
      description =
          "How many instances, 1600 to 400000; a tenth as many services, a hundredth as many"
              + " hosts. The bars are for the default: 100000.")
  private int instances = 100_000;

  @Option(names = "--json", paramLabel = "FILE", description = "Writes the figures there too.")
  private Optional<Path> json = Optional.empty();

  @Option(names = "--markdown", description = "Prints the table as it stands in the docs.")
  private boolean markdown;

  /** Runs the benchmark and ends the process with its exit code. */
  public static void main(String[] arguments) {
    BenchmarkCommand.run(commandLine(), arguments);
  }

  static CommandLine commandLine() {
    return BenchmarkCommand.of(new PlannerBenchmark());
  }

  @Override
  public Integer call() {
    if (instances < SMALLEST || instances > LARGEST) {
      throw usage(
          "--instances must be %d to %d but was %d".formatted(SMALLEST, LARGEST, instances));
    }
    int times = rounds.orElse(quick ? 1 : 5);
    if (times < 1) {
      throw usage("--rounds must be 1 or more but was " + times);
    }
    PrintWriter err = command().commandLine().getErr();
    Map<String, String> environment = environment();
    PlannerRun run =
        new PlannerRun(
            new PlannerSize(instances), times, line -> err.println("bench/planner: " + line));
    PlannerReport report = new PlannerReport(run.measure(), environment);
    PrintWriter out = command().commandLine().getOut();
    out.print(markdown ? report.markdown() : report.text());
    out.flush();
    json.ifPresent(file -> write(file, report.json()));
    return ExitCode.OK;
  }

  private static Map<String, String> environment() {
    Map<String, String> facts = Environment.machine(Clock.systemUTC());
    facts.put(
        "heap",
        "at most %d MB, collected by %s"
            .formatted(
                Runtime.getRuntime().maxMemory() >> 20,
                ManagementFactory.getGarbageCollectorMXBeans().stream()
                    .map(GarbageCollectorMXBean::getName)
                    .collect(Collectors.joining(", "))));
    return facts;
  }

  private ParameterException usage(String message) {
    return new ParameterException(command().commandLine(), message);
  }

  private CommandSpec command() {
    if (spec == null) {
      throw new IllegalStateException("the command was not made by picocli");
    }
    return spec;
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new BenchmarkException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }
}
