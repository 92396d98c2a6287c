package io.viking.docker.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.PortBinding;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@WithPrivateEngine
class PrivateEngineIT {
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  private final PrivateEngine engine;
  private final DockerClient docker;

  PrivateEngineIT(PrivateEngine engine) {
    this.engine = engine;
    this.docker = engine.client();
  }

  @Test
  void makesImagesThatExposeWhatTheyAreToldTo() {
    String image = engine.image("test/dns", "EXPOSE 53/tcp 53/udp", "ENV MODE=test");

    var config = docker.inspectImageCmd(image).exec().getConfig();

    assertThat(config).isNotNull();
    assertThat(config.getExposedPorts())
        .containsExactlyInAnyOrder(ExposedPort.tcp(53), ExposedPort.udp(53));
    assertThat(config.getEnv()).contains("MODE=test");
  }

  @Test
  void letsTheTestReachAPublishedPort() {
    String image = engine.image("test/web", "CMD [\"httpd\", \"-f\", \"-p\", \"80\"]");
    String id =
        docker
            .createContainerCmd(image)
            .withExposedPorts(ExposedPort.tcp(80))
            .withHostConfig(
                HostConfig.newHostConfig()
                    .withPortBindings(PortBinding.parse(engine.hostAddress() + ":8080:80")))
            .exec()
            .getId();

    docker.startContainerCmd(id).exec();

    Await.until(DEADLINE, () -> "port 8080 answers", () -> connects(engine.hostAddress(), 8080));
    docker.removeContainerCmd(id).withForce(true).exec();
  }

  @Test
  void keepsContainersRunningWhileTheEngineIsDown() {
    String id = docker.createContainerCmd(engine.image("test/steady")).exec().getId();
    docker.startContainerCmd(id).exec();
    InspectContainerResponse.ContainerState before =
        docker.inspectContainerCmd(id).exec().getState();

    engine.kill();
    engine.restart();

    InspectContainerResponse.ContainerState after =
        docker.inspectContainerCmd(id).exec().getState();
    assertThat(after.getRunning()).isTrue();
    assertThat(after.getPidLong()).isEqualTo(before.getPidLong());
    docker.removeContainerCmd(id).withForce(true).exec();
  }

  @Test
  void leavesNothingBehind() throws IOException {
    PrivateEngine second = PrivateEngine.start();
    String id = second.client().createContainerCmd(second.image("test/left")).exec().getId();
    second.client().startContainerCmd(id).exec();
    Path folder = second.folder();
    String name = "viking-it-" + folder.getFileName();

    second.close();
    second.close();

    assertThat(folder).doesNotExist();
    assertThat(Path.of("/run/netns", name)).doesNotExist();
    assertThat(Path.of("/sys/class/net", name)).doesNotExist();
    try (Stream<Path> groups =
        Files.find(Path.of("/sys/fs/cgroup"), 2, (p, a) -> p.endsWith(name))) {
      assertThat(groups).isEmpty();
    }
    assertThat(Files.readString(Path.of("/proc/self/mountinfo"))).doesNotContain(folder + "/");
  }

  @Test
  void removesWhatKilledTestsLeftBehindInAnySlot() throws IOException {
    // The last one: no start would take it, and so clean it up, by chance.
    EngineSlot left = EngineSlot.tryTake(EngineSlot.SLOTS - 1).orElseThrow();
    EngineNetwork network = new EngineNetwork(left);
    network.create();
    left.createFolder();
    Process process = Command.builder(network.enter(List.of("sleep", "infinity"))).start();
    left.free();

    try (PrivateEngine next = PrivateEngine.start()) {
      assertThat(next.folder()).exists();
      Await.until(DEADLINE, () -> process + " ends", () -> !process.isAlive());
      assertThat(left.folder()).doesNotExist();
      assertThat(Path.of("/run/netns", left.name())).doesNotExist();
    }
  }

  @Test
  void keepsItsSlotWhenTheSameJvmTakesAnother() throws IOException {
    EngineSlot first = EngineSlot.take();
    EngineSlot second = EngineSlot.take();

    List<String> locks = Files.readAllLines(Path.of("/proc/locks"));

    Object inode = Files.getAttribute(EngineSlot.lockFile(first.number()), "unix:ino");
    assertThat(locks)
        .anyMatch(
            lock ->
                lock.contains(" " + ProcessHandle.current().pid() + " ")
                    && lock.contains(":" + inode + " "));
    second.free();
    first.free();
  }

  @Test
  void answersNothingWhileItIsFrozen() {
    engine.freeze();

    CompletableFuture<String> version = CompletableFuture.supplyAsync(engine::version);

    try {
      assertThat(version)
          .failsWithin(Duration.ofSeconds(1))
          .withThrowableOfType(TimeoutException.class);
    } finally {
      engine.thaw();
    }
    assertThat(version).succeedsWithin(DEADLINE);
  }

  @Test
  void canBeKilledWhileItIsFrozen() {
    engine.freeze();

    engine.kill();
    engine.restart();

    assertThat(engine.version()).isNotEmpty();
  }

  @Test
  void isNotReachedWhileItIsCutOff() {
    engine.cutOff();

    try {
      assertThat(connects(engine.hostAddress(), 2375)).isFalse();
    } finally {
      engine.join();
    }
    Await.until(DEADLINE, () -> "it is joined", () -> connects(engine.hostAddress(), 2375));
  }

  @Test
  void runsCommandsInTheNetworkOfTheEngine() {
    List<String> command = engine.inNetwork("ip", "-brief", "address", "show", "docker0");

    String addresses = Command.run(command);

    assertThat(addresses).contains("172.17.0.1/16");
  }

  private static boolean connects(String address, int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, port), 1000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
