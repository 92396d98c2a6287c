package io.viking.examples.bench;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench/ambassador}: viking's ambassador beside other proxies and beside none. */
@Command(
    name = "bench/ambassador",
    mixinStandardHelpOptions = true,
    description =
        "Measures viking's ambassador beside haproxy, nginx, a relay in Go and no proxy at all, in"
            + " turns, in network namespaces that it makes and removes, and prints a table. Needs"
            + " root.",
    footer = {
      "",
      "A figure invalid because requests failed is shown as such, and makes the exit code 1.",
      "",
      "While working on one figure, a short run of it alone, a warm-up and 5 rounds:",
      "  bench/ambassador --only short --contestants haproxy,relay --rounds 5",
      "  bench/ambassador --only bulk1 --contestants direct,haproxy,relay --window 2"
    })
final class AmbassadorBenchmark implements Callable<Integer> {
  private static final int STARTS = 200;
  private static final int QUICK_STARTS = 10;

  @Mixin private final BenchmarkOptions options = new BenchmarkOptions();

  @Option(
      names = "--only",
      paramLabel = "NAME",
      split = ",",
      description =
          "Only what these metrics take, separated by commas: short or relay.short,"
              + " keepalive32, p99, bulk1, ..., footprint, agent, endtoend, gone.")
  private List<String> only = List.of();

  @Option(
      names = "--contestants",
      paramLabel = "NAME",
      split = ",",
      description =
          "Only these: direct, haproxy, haproxy-splice, nginx, go, relay, kernel. Default: all"
              + " that are there; with --quick direct, haproxy, relay and kernel.")
  private List<String> contestants = List.of();

  @Option(
      names = "--loopback",
      description =
          "Client, ways and server in one network, on its loopback interface; without the kernel"
              + " path, which leads only what comes from another network. The names of its figures"
              + " begin with 'loopback.'.")
  private boolean loopback;

  @Option(
      names = "--connections",
      paramLabel = "N",
      description = "How many short connections in a round; default 20000.")
  private Optional<Integer> connections = Optional.empty();

  @Option(
      names = "--window",
      paramLabel = "S",
      description = "How long requests and bulk are measured in a round, in seconds; default 2.")
  private Optional<Integer> window = Optional.empty();

  @Option(
      names = "--starts",
      paramLabel = "N",
      description = "How often a container is started for endtoend; default 200.")
  private Optional<Integer> starts = Optional.empty();

  @Option(
      names = "--examples",
      hidden = true,
      description = "The folder viking-examples, where the test bed is.")
  private Path examples = Path.of("viking-examples");

  @Option(
      names = "--loops",
      paramLabel = "N",
      description =
          "How many threads, workers or event loops each contestant has; default one a processor.")
  private int loops = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--jvm",
      paramLabel = "OPTIONS",
      description = "The options of viking's JVM, separated by blanks; default: the agent's.")
  private String jvm =
      "-XX:+UseSerialGC -Xms8m -Xmx128m -XX:+IgnoreUnrecognizedVMOptions"
          + " -XX:TrimNativeHeapInterval=1000 -Dio.netty.allocator.maxOrder=3";

  /** Runs the benchmark and ends the process with its exit code. */
  public static void main(String[] arguments) {
    BenchmarkCommand.run(commandLine(), arguments);
  }

  static CommandLine commandLine() {
    return BenchmarkCommand.of(new AmbassadorBenchmark());
  }

  @Override
  public Integer call() {
    Course course = new Course(ways(), workloads(), volume(), loopback);
    Folder folder = Folder.create();
    Map<String, String> environment = environment(course);
    Readings readings = new Readings();
    options.show(new AmbassadorReport(readings, measure(course, folder, readings), environment));
    if (readings.faults().isEmpty()) {
      return ExitCode.OK;
    }
    folder.keep();
    options.progress("there are invalid figures; what was written is in " + folder.path());
    return ExitCode.SOFTWARE;
  }

  private List<Finding> measure(Course course, Folder folder, Readings readings) {
    if (course.needsLanes()) {
      Setup setup = new Setup(folder.path(), options.positive("--loops", loops), words(jvm));
      new AmbassadorRun(course, setup, readings, options::progress).run();
    }
    List<Finding> findings =
        new ArrayList<>(new Findings(readings, loopback ? "loopback." : "").all());
    if (course.needsCluster()) {
      int count = starts.orElse(options.quick() ? QUICK_STARTS : STARTS);
      findings.addAll(
          new ClusterRun(course, readings, options::progress)
              .run(examples, folder, options.positive("--starts", count)));
    }
    return findings;
  }

  private Set<Way> ways() {
    Set<Way> ways = EnumSet.noneOf(Way.class);
    for (String name : contestants) {
      ways.add(way(name));
    }
    if (contestants.isEmpty()) {
      ways.addAll(
          options.quick()
              ? EnumSet.of(Way.DIRECT, Way.HAPROXY, Way.RELAY, Way.KERNEL)
              : EnumSet.allOf(Way.class));
      if (loopback) {
        ways.remove(Way.KERNEL);
      }
    }
    if (loopback && ways.contains(Way.KERNEL)) {
      throw options.usage(
          "the kernel path is not there with --loopback: it leads only what comes from another"
              + " network.\n  Fix: leave one of the two out.");
    }
    for (Way way : Way.values()) {
      if (ways.contains(way)) {
        way.missing().ifPresent(reason -> leaveOut(ways, way, reason));
      }
    }
    return ways;
  }

  private void leaveOut(Set<Way> ways, Way way, String reason) {
    if (!contestants.isEmpty()) {
      throw options.usage("'%s' is not there: %s".formatted(way.key(), reason));
    }
    options.progress(way.key() + " is left out: " + reason);
    ways.remove(way);
  }

  private Way way(String name) {
    return Way.of(name)
        .orElseThrow(
            () ->
                options.usage(
                    "there is no contestant '%s'.\n  Fix: one of %s."
                        .formatted(name, Stream.of(Way.values()).map(Way::key).toList())));
  }

  private Set<Workload> workloads() {
    Set<Workload> workloads = EnumSet.noneOf(Workload.class);
    only.forEach(name -> workloads.add(workload(name)));
    if (only.isEmpty()) {
      workloads.addAll(EnumSet.allOf(Workload.class));
      workloads.removeIf(workload -> loopback && !workload.isInTurns());
    }
    return workloads;
  }

  private Workload workload(String name) {
    return Workload.of(name)
        .orElseThrow(
            () ->
                options.usage(
                    "there is no metric '%s'.\n  Fix: one of %s, with 'relay.' or 'kernel.' or without."
                        .formatted(
                            name, Stream.of(Quantity.values()).map(Quantity::key).toList())));
  }

  private Course.Volume volume() {
    Course.Volume usual = options.quick() ? Course.Volume.QUICK : Course.Volume.FULL;
    Clients.Amount amount = usual.amount();
    return new Course.Volume(
        options.rounds(usual.rounds()),
        new Clients.Amount(
            options.positive("--connections", connections.orElse(amount.connections())),
            window
                .map(seconds -> Duration.ofSeconds(options.positive("--window", seconds)))
                .orElse(amount.window())),
        usual.warmUp());
  }

  private Map<String, String> environment(Course course) {
    Map<String, String> facts = Environment.machine(Clock.systemUTC());
    facts.putAll(Versions.of(course.ways()));
    facts.putAll(course.describe());
    facts.put("network", loopback ? "loopback" : "a namespace for each host");
    facts.put("threads", loops + " of each contestant and of the server; viking's JVM: " + jvm);
    String leftOut =
        Stream.of(Way.values())
            .filter(way -> !course.ways().contains(way))
            .map(way -> way.key() + way.missing().map(why -> " (" + why + ")").orElse(""))
            .collect(Collectors.joining(", "));
    if (!leftOut.isEmpty()) {
      facts.put("left out", leftOut);
    }
    return facts;
  }

  private static List<String> words(String text) {
    return Stream.of(text.strip().split("\\s+", -1)).filter(word -> !word.isEmpty()).toList();
  }
}
