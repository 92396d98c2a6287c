package io.viking.examples.bench;

import io.viking.docker.Viking;
import io.viking.docker.engine.EngineOptions;
import io.viking.model.Stack;
import io.viking.model.StackName;
import io.viking.model.yaml.StackParser;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Three hosts of the test bed with an agent each, an image, and one container of a stack that the
 * measured one is linked to. Ended when it is closed.
 */
final class DeployCluster implements AutoCloseable {
  static final int HOSTS = 3;
  static final String STACK = "bench";

  private static final String IMAGE = "viking-bench/web";
  private static final String SERVICE = STACK + "_web_80";

  /** A machine that others keep busy is slow, which is no failure. */
  private static final Duration DEADLINE = Duration.ofMinutes(1);

  private static final Duration PAUSE = Duration.ofMillis(5);

  /** Ends at once when it is told to: as a first process it would ignore SIGTERM. */
  private static final String DOCKERFILE =
      """
      FROM scratch
      COPY busybox /bin/busybox
      EXPOSE 80
      STOPSIGNAL SIGKILL
      CMD ["/bin/busybox", "httpd", "-f", "-p", "80"]
      """;

  private final Bed bed;
  private final Folder folder;
  private final DeployVolume volume;
  private final List<Forwarder> agents = new ArrayList<>();
  private final HttpClient http = EngineApi.client();
  private final List<EngineApi> apis = hosts().mapToObj(host -> new EngineApi(http, host)).toList();
  private final Viking viking;

  private DeployCluster(Bed bed, Folder folder, DeployVolume volume) {
    this.bed = bed;
    this.folder = folder;
    this.volume = volume;
    this.viking =
        Viking.builder()
            .etcd(Bed.etcd())
            .deadline(DEADLINE)
            .engines(EngineOptions.builder().responseTimeout(DEADLINE).build())
            .hosts(hosts().mapToObj(Bed::host).toList())
            .parallelPerHost(volume.parallel())
            .deploymentFolder(folder.path().resolve("deployed"))
            .startTimeout(Bed.LIMIT)
            .build();
  }

  /**
   * Starts it.
   *
   * @throws BenchmarkException if the test bed or an agent does not come up
   */
  static DeployCluster start(Path examples, Folder folder, DeployVolume volume) {
    DeployCluster cluster = new DeployCluster(Bed.up(examples, HOSTS), folder, volume);
    try {
      cluster.buildImage();
      hosts().forEach(cluster::startAgent);
      cluster.await(
          "the agents to be there", () -> cluster.viking.store().hosts().hosts().size() == HOSTS);
      cluster.viking.deploy(
          StackParser.create()
              .parse(
                  StackName.of("shared"),
                  cluster.write("shared.yml", "store: {image: " + IMAGE + "}\n")));
      return cluster;
    } catch (RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  private static IntStream hosts() {
    return IntStream.rangeClosed(1, HOSTS);
  }

  private void buildImage() {
    Path context = folder.path().resolve("image");
    try {
      Files.createDirectories(context);
      Files.writeString(context.resolve("Dockerfile"), DOCKERFILE);
      Files.copy(busybox(), context.resolve("busybox"), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new BenchmarkException("cannot write to " + context + ": " + e.getMessage(), e);
    }
    hosts().forEach(host -> bed.docker(host, "build", "-q", "-t", IMAGE, context.toString()));
  }

  /** The test bed does not come up without one, nor with one that needs libraries. */
  private static Path busybox() {
    return Stream.of(Optional.ofNullable(System.getenv("PATH")).orElse("/bin").split(":", -1))
        .map(directory -> Path.of(directory, "busybox"))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new BenchmarkException("there is no busybox in PATH"));
  }

  private void startAgent(int host) {
    agents.add(bed.startAgent(host, folder.path().resolve("agent-" + host + ".log")));
  }

  /** The stack that is measured: one job. */
  Stack stack() {
    return StackParser.create().parse(StackName.of(STACK), stackFile());
  }

  private Path stackFile() {
    return write(
        "bench.yml",
        "web: {image: %s, link: shared/store, scale: %d}%n".formatted(IMAGE, volume.containers()));
  }

  private Path write(String name, String text) {
    Path file = folder.path().resolve(name);
    try {
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new BenchmarkException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  Fleet viking() {
    return new VikingFleet(viking, stack());
  }

  Fleet shell() {
    return new ShellFleet(viking, stack(), folder.path().resolve("loop.sh"));
  }

  /** What makes the containers that are there now once more. */
  Fleet api() {
    List<ApiFleet.Part> parts = new ArrayList<>();
    hosts()
        .forEach(
            host ->
                parts.add(
                    new ApiFleet.Part(apis.get(host - 1), ContainerCopy.parse(inspect(host)))));
    return new ApiFleet(parts, volume.parallel());
  }

  private String inspect(int host) {
    String names = bed.docker(host, "ps", "-a", "--filter", "label=viking.stack=" + STACK, "-q");
    List<String> words = new ArrayList<>(List.of("inspect", "--format", ContainerCopy.TEMPLATE));
    words.addAll(names.lines().toList());
    return bed.docker(host, words.toArray(String[]::new));
  }

  /** Lists viking's containers by the bare API, on all hosts at the same time. */
  void list() {
    apis.parallelStream().forEach(EngineApi::list);
  }

  /** Waits until all containers run and are registered. */
  void awaitReachable() {
    await("the containers to be registered", () -> registered() == volume.containers());
    int running = apis.stream().mapToInt(api -> api.running(STACK)).sum();
    if (running != volume.containers()) {
      throw new InvalidFigureException(
          "%d of %d containers run".formatted(running, volume.containers()));
    }
  }

  /** Waits until nothing is left of them. */
  void awaitGone() {
    await("the containers to be taken back", () -> registered() == 0);
    if (apis.stream().anyMatch(api -> api.list().contains("\"viking.stack\":\"" + STACK))) {
      throw new InvalidFigureException("some containers were not removed");
    }
  }

  private int registered() {
    return viking.store().endpoints().snapshot().of(SERVICE).size();
  }

  private void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + Bed.LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new InvalidFigureException("waited for " + what + " for " + Bed.LIMIT);
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  @Override
  public void close() {
    viking.close();
    agents.forEach(Forwarder::close);
    bed.close();
  }
}
