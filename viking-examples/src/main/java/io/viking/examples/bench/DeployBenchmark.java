package io.viking.examples.bench;

import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench/deploy}: a deployment beside the engines' own API and beside a shell loop. */
@Command(
    name = "bench/deploy",
    mixinStandardHelpOptions = true,
    description =
        "Measures how long viking takes to start 100 containers on three hosts, to find that nothing"
            + " is to be done, and to remove them, beside the bare API of the engines and beside a"
            + " loop of docker commands, in turns, and prints a table. Needs root; starts engines"
            + " in network namespaces of its own, and removes them.")
final class DeployBenchmark implements Callable<Integer> {
  private static final int CONTAINERS = 100;
  private static final int QUICK_CONTAINERS = 12;
  private static final int MOST_CONTAINERS = 300;
  private static final int MOST_PARALLEL = 64;

  @Mixin private final BenchmarkOptions options = new BenchmarkOptions();

  @Option(
      names = "--containers",
      paramLabel = "N",
      description =
          "How many containers, 1 to 300. The bars are for the default: 100; with --quick 12.")
  private Optional<Integer> containers = Optional.empty();

  @Option(
      names = "--parallel",
      paramLabel = "N",
      description =
          "How many containers viking and the API work on at a time on each host, 1 to 64; default"
              + " 8, which is viking's own.")
  private int parallel = 8;

  @Option(
      names = "--examples",
      hidden = true,
      description = "The folder viking-examples, where the test bed is.")
  private Path examples = Path.of("viking-examples");

  /** Runs the benchmark and ends the process with its exit code. */
  public static void main(String[] arguments) {
    BenchmarkCommand.run(commandLine(), arguments);
  }

  static CommandLine commandLine() {
    return BenchmarkCommand.of(new DeployBenchmark());
  }

  @Override
  public Integer call() {
    DeployVolume volume =
        new DeployVolume(
            between(
                "--containers",
                containers.orElse(options.quick() ? QUICK_CONTAINERS : CONTAINERS),
                MOST_CONTAINERS),
            between("--parallel", parallel, MOST_PARALLEL),
            options.rounds(options.quick() ? 1 : 5));
    Map<String, String> environment = Environment.machine(Clock.systemUTC());
    environment.putAll(Versions.ofEngines());
    environment.putAll(described(volume));
    DeployRun run = new DeployRun(volume, options::progress);
    options.show(new DeployReport(run.measure(examples, Folder.create()), environment));
    return ExitCode.OK;
  }

  private int between(String option, int value, int most) {
    if (value < 1 || value > most) {
      throw options.usage("%s must be 1 to %d but was %d".formatted(option, most, value));
    }
    return value;
  }

  private static Map<String, String> described(DeployVolume volume) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put(
        "load",
        "%d containers of one job on %d hosts, %d at a time on each but in the loops"
            .formatted(volume.containers(), DeployCluster.HOSTS, volume.parallel()));
    facts.put("rounds", volume.rounds() + ", in random order, after a warm-up");
    return facts;
  }
}
