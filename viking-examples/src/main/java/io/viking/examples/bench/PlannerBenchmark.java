package io.viking.examples.bench;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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

  @Mixin private final BenchmarkOptions options = new BenchmarkOptions();

  @Option(
      names = "--instances",
      paramLabel = "N",
      description =
          "How many instances, 1600 to 400000; a tenth as many services, a hundredth as many"
              + " hosts. The bars are for the default: 100000.")
  private int instances = 100_000;

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
      throw options.usage(
          "--instances must be %d to %d but was %d".formatted(SMALLEST, LARGEST, instances));
    }
    int rounds = options.rounds(options.quick() ? 1 : 5);
    Map<String, String> environment = environment();
    PlannerRun run = new PlannerRun(new PlannerSize(instances), rounds, options::progress);
    options.show(new PlannerReport(run.measure(), environment));
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
}
