package io.viking.examples.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bench/ports}: viking's port allocator beside raw etcd and beside a naive loop. */
@Command(
    name = "bench/ports",
    mixinStandardHelpOptions = true,
    description =
        "Measures viking's port allocator beside raw etcd calls and beside the naive loop, in"
            + " turns, against one etcd, and prints a table.")
final class PortsBenchmark implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--etcd",
      paramLabel = "URL",
      description =
          "An etcd to use, with keys below /viking-bench-*; several members separated by commas."
              + " Default: one that is started on loopback, and its data deleted afterwards.")
  private Optional<String> etcd = Optional.empty();

  @Option(names = "--quick", description = "A short run: less than a minute.")
  private boolean quick;

  @Option(
      names = "--only",
      paramLabel = "NAME",
      split = ",",
      description = "Only these metrics, separated by commas: new_port_1, known_port_1, ...")
  private List<String> only = List.of();

  @Option(names = "--rounds", paramLabel = "N", description = "How many rounds; default 5.")
  private Optional<Integer> rounds = Optional.empty();

  @Option(
      names = "--window",
      paramLabel = "MS",
      description = "How long each contestant is measured in a round; default 800.")
  private Optional<Integer> window = Optional.empty();

  @Option(names = "--json", paramLabel = "FILE", description = "Writes the figures there too.")
  private Optional<Path> json = Optional.empty();

  @Option(names = "--markdown", description = "Prints the table as it stands in the docs.")
  private boolean markdown;

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
    PrintWriter err = command().commandLine().getErr();
    Map<String, String> environment = Environment.describe(url, etcd.isEmpty(), Clock.systemUTC());
    PortsRun run = new PortsRun(new Site(url), effort, line -> err.println("bench/ports: " + line));
    Results results = metrics.isEmpty() ? run.all() : run.only(metrics);
    Report report = new Report(results, environment);
    PrintWriter out = command().commandLine().getOut();
    out.print(markdown ? report.markdown() : report.text());
    out.flush();
    json.ifPresent(file -> write(file, report.json()));
  }

  private Effort effort() {
    Effort usual = quick ? Effort.QUICK : Effort.FULL;
    return new Effort(
        positive("--rounds", rounds.orElse(usual.rounds())),
        window
            .map(millis -> Duration.ofMillis(positive("--window", millis)))
            .orElse(usual.window()));
  }

  private String url(String etcd) {
    for (String member : etcd.split(",", -1)) {
      if (!member.matches("http://[^/ ]+:[0-9]{1,5}")) {
        throw usage("--etcd must be http://HOST:PORT but was '" + member + "'");
      }
    }
    return etcd;
  }

  private int positive(String option, int value) {
    if (value < 1) {
      throw usage(option + " must be 1 or more but was " + value);
    }
    return value;
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
                      usage(
                          "there is no metric '%s'.\n  Fix: one of %s."
                              .formatted(name, metrics.stream().map(Figure::key).toList()))));
    }
    return chosen;
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
