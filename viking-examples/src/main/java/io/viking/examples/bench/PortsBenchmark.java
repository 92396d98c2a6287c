package io.viking.examples.bench;

import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench/ports}: viking's port allocator beside raw etcd and beside a naive loop. */
@Command(
    name = "bench/ports",
    mixinStandardHelpOptions = true,
    description =
        "Measures viking's port allocator beside raw etcd calls and beside the naive loop, in"
            + " turns, against one etcd, and prints a table.")
final class PortsBenchmark implements Callable<Integer> {
  @Mixin private final BenchmarkOptions options = new BenchmarkOptions();

  @Option(
      names = "--etcd",
      paramLabel = "URL",
      description =
          "An etcd to use, with keys below /viking-bench-*; several members separated by commas."
              + " Default: one that is started on loopback, and its data deleted afterwards.")
  private Optional<String> etcd = Optional.empty();

  @Option(
      names = "--only",
      paramLabel = "NAME",
      split = ",",
      description = "Only these metrics, separated by commas: new_port_1, known_port_1, ...")
  private List<String> only = List.of();

  @Option(
      names = "--window",
      paramLabel = "MS",
      description = "How long each contestant is measured in a round; default 800.")
  private Optional<Integer> window = Optional.empty();

  /** Runs the benchmark and ends the process with its exit code. */
  public static void main(String[] arguments) {
    BenchmarkCommand.run(commandLine(), arguments);
  }

  static CommandLine commandLine() {
    return BenchmarkCommand.of(new PortsBenchmark());
  }

  @Override
  public Integer call() {
    Set<Figure> metrics = chosen();
    Effort effort = effort();
    if (etcd.isPresent()) {
      run(url(etcd.get()), metrics, effort);
      return ExitCode.OK;
    }
    try (EtcdProcess own = EtcdProcess.start()) {
      // Where this is ended from outside, etcd would go on.
      Thread end = new Thread(own::close);
      Runtime.getRuntime().addShutdownHook(end);
      run(own.url(), metrics, effort);
      Runtime.getRuntime().removeShutdownHook(end);
    }
    return ExitCode.OK;
  }

  private void run(String url, Set<Figure> metrics, Effort effort) {
    Map<String, String> environment = Environment.describe(url, etcd.isEmpty(), Clock.systemUTC());
    PortsRun run = new PortsRun(new Site(url), effort, options::progress);
    Results results = metrics.isEmpty() ? run.all() : run.only(metrics);
    options.show(new Report(results, environment));
  }

  private Effort effort() {
    Effort usual = options.quick() ? Effort.QUICK : Effort.FULL;
    return new Effort(
        options.rounds(usual.rounds()),
        window
            .map(millis -> Duration.ofMillis(options.positive("--window", millis)))
            .orElse(usual.window()));
  }

  private String url(String etcd) {
    for (String member : etcd.split(",", -1)) {
      if (!member.matches("http://[^/ ]+:[0-9]{1,5}")) {
        throw options.usage("--etcd must be http://HOST:PORT but was '" + member + "'");
      }
    }
    return etcd;
  }

  private Set<Figure> chosen() {
    EnumSet<Figure> chosen = EnumSet.noneOf(Figure.class);
    List<Figure> metrics = Stream.of(Figure.values()).filter(Figure::isMetric).toList();
    for (String name : only) {
      chosen.add(
          metrics.stream()
              .filter(figure -> figure.key().equals(name))
              .findFirst()
              .orElseThrow(
                  () ->
                      options.usage(
                          "there is no metric '%s'.\n  Fix: one of %s."
                              .formatted(name, metrics.stream().map(Figure::key).toList()))));
    }
    return chosen;
  }
}
