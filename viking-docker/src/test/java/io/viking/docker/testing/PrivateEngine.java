package io.viking.docker.testing;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.httpclient5.ApacheDockerHttpClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Docker engine for one test class, with nothing in it and nobody else at it: its own network,
 * process and mount namespace, its own folders. It needs root and an installed {@code dockerd};
 * {@code -Dviking.it.engine=FOLDER} takes the one unpacked there. Ready after a second or two.
 *
 * <pre>{@code
 * @WithPrivateEngine
 * class LauncherIT {
 *   LauncherIT(PrivateEngine engine) { ... }
 * }
 * }</pre>
 *
 * <p>Or without JUnit: {@code try (PrivateEngine engine = PrivateEngine.start()) { ... }}. Whoever
 * starts it closes it. What killed JVMs leave behind is removed by the next start of any. Safe for
 * use by several threads, but for {@link #kill}, {@link #restart}, {@link #requireTls}, {@link
 * #restartWith}, {@link #keepNoContainersAlive} and {@link #close}.
 */
public final class PrivateEngine implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PrivateEngine.class);
  private static final Duration READY = Duration.ofSeconds(30);
  private static final int RESTARTS = 3;

  private final EngineSlot slot;
  private final EngineNetwork network;
  private final EngineProcesses processes;
  private final DockerClient client;
  private final Thread closer;
  private final Map<String, String> dockerfiles = new HashMap<>();
  private List<String> tls = DaemonArguments.withoutTls();
  private boolean liveRestore = true;
  private List<String> more = List.of();

  private PrivateEngine(EngineSlot slot, EngineNetwork network, EngineProcesses processes) {
    this.slot = slot;
    this.network = network;
    this.processes = processes;
    this.client = client(address());
    this.closer = new Thread(this::release, slot.name() + "-closer");
  }

  /** Why this machine cannot run one, and what to do about it; empty if it can. */
  public static Optional<String> missing() {
    return Requirements.missing();
  }

  /**
   * Starts an engine and waits until it answers.
   *
   * @throws IllegalStateException if it cannot start; the message says why, with the engine's last
   *     log lines
   */
  public static PrivateEngine start() {
    missing()
        .ifPresent(
            reason -> {
              throw new IllegalStateException(reason);
            });
    LeftOvers.sweep();
    EngineSlot slot = EngineSlot.take();
    EngineNetwork network = new EngineNetwork(slot);
    PrivateEngine engine = new PrivateEngine(slot, network, prepare(slot, network));
    Runtime.getRuntime().addShutdownHook(engine.closer);
    try {
      if (!engine.startDaemon()) {
        throw engine.hasEnded();
      }
      LOG.info("Docker engine {} answers at {}", engine.version(), engine.address());
    } catch (RuntimeException e) {
      engine.close();
      throw e;
    }
    return engine;
  }

  private static EngineProcesses prepare(EngineSlot slot, EngineNetwork network) {
    try {
      LeftOvers.remove(slot);
      slot.createFolder();
      network.create();
      return EngineProcesses.create(network, slot.folder().resolve("dockerd.log"));
    } catch (RuntimeException e) {
      LeftOvers.remove(slot);
      slot.free();
      throw e;
    }
  }

  /** Where its API is: {@code unix:///...}. */
  public String address() {
    return "unix://" + slot.folder().resolve("docker.sock");
  }

  /** Where its API is too: {@code tcp://<host address>:2375}, reachable from this machine only. */
  public String tcpAddress() {
    return "tcp://" + hostAddress() + ":2375";
  }

  /** The address of its host, as in {@code Host.address()}: published ports are reached here. */
  public String hostAddress() {
    return network.engineAddress();
  }

  /** The address at which its containers reach servers of the test itself. */
  public String testAddress() {
    return network.machineAddress();
  }

  /** A client of its API, closed with the engine. */
  public DockerClient client() {
    return client;
  }

  /** The engine's version: {@code 20.10.24+dfsg1}. */
  public String version() {
    return client.versionCmd().exec().getVersion();
  }

  /** A folder for whatever goes with the engine; removed with it. */
  public Path folder() {
    return slot.folder();
  }

  /** The command that runs the given one in the engine's network, as the host's own processes. */
  public List<String> inNetwork(String... command) {
    return network.enter(List.of(command));
  }

  /**
   * The network namespace of that running container, for {@link NetworkEntry#enter}.
   *
   * @throws IllegalStateException if it does not run
   */
  public Path networkOf(String containerId) {
    // The engine counts processes in a namespace of its own, so its number would mean another one.
    return ControlGroups.processes(slot.name() + "/" + containerId).stream()
        .findFirst()
        .map(process -> Path.of("/proc", Long.toString(process), "ns", "net"))
        .orElseThrow(() -> new IllegalStateException(containerId + " does not run"));
  }

  /**
   * Gives the engine an image of busybox that runs until it is killed.
   *
   * @param name the image's name, {@code test/dns}
   * @param instructions what its Dockerfile says beside {@code FROM}: {@code EXPOSE 53/udp}
   * @return the name
   */
  public synchronized String image(String name, String... instructions) {
    String dockerfile = "FROM " + BusyboxImage.BASE + "\n" + String.join("\n", instructions) + "\n";
    if (dockerfiles.isEmpty()) {
      BusyboxImage.buildBase(client);
    }
    if (!dockerfile.equals(dockerfiles.get(name))) {
      BusyboxImage.build(client, name, dockerfile);
      dockerfiles.put(name, dockerfile);
    }
    return name;
  }

  /** Kills the engine as a crash would; its containers go on. */
  public void kill() {
    processes.killDaemon();
  }

  /**
   * Starts the killed engine again and waits until it answers.
   *
   * @throws IllegalStateException if it ends again and again, or does not answer
   */
  public void restart() {
    // The successor of a killed engine gives up where the old containerd is still busy.
    for (int i = 0; i < RESTARTS; i++) {
      if (startDaemon()) {
        return;
      }
      LOG.info("Engine {} ended when started again:\n{}", slot.name(), processes.lastLines());
    }
    throw hasEnded();
  }

  /**
   * Starts the engine anew, so that {@link #tcpAddress} takes TLS only, of clients with a
   * certificate of that authority; {@link #address} stays as it is.
   *
   * @param certificate the engine's own, for {@link #hostAddress}
   */
  public void requireTls(Path authority, Path certificate, Path key) {
    kill();
    tls = DaemonArguments.withTls(authority, certificate, key);
    restart();
  }

  /** Starts the engine anew with these arguments of {@code dockerd} added. */
  public void restartWith(String... arguments) {
    kill();
    more = List.of(arguments);
    restart();
  }

  /** Where the namespace of its network is, for {@link NetworkEntry#enter}. */
  public Path network() {
    return Path.of("/run/netns", slot.name());
  }

  /**
   * From the next restart on the engine ends its containers when it starts, as it does by default.
   */
  public void keepNoContainersAlive() {
    liveRestore = false;
  }

  /** Stops the engine's process without ending it: connections are taken, calls never answered. */
  public void freeze() {
    processes.freezeDaemon();
  }

  /** Lets the frozen engine go on. */
  public void thaw() {
    processes.thawDaemon();
  }

  /** Cuts the engine's host off the network: what is sent to {@link #hostAddress} is lost. */
  public void cutOff() {
    network.cut();
  }

  /** Joins the host that was cut off to the network again. */
  public void join() {
    network.join();
  }

  /** Ends the engine with its containers and removes every trace. May be repeated. */
  @Override
  public void close() {
    if (Runtime.getRuntime().removeShutdownHook(closer)) {
      release();
    }
  }

  /** Whether it answers; false if it has ended instead. */
  private boolean startDaemon() {
    try {
      // Left by a kill; the engine would take its number for a living one.
      Files.deleteIfExists(slot.folder().resolve("pid"));
      List<String> arguments =
          new ArrayList<>(
              DaemonArguments.write(slot, List.of(address(), tcpAddress()), tls, liveRestore));
      arguments.addAll(more);
      processes.startDaemon(arguments);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot prepare " + slot.folder(), e);
    }
    Await.until(
        READY,
        () -> "engine " + slot.name() + " answers. Its log ends:\n" + processes.lastLines(),
        () -> !processes.daemonIsAlive() || answers());
    return processes.daemonIsAlive();
  }

  private IllegalStateException hasEnded() {
    return new IllegalStateException(
        "engine " + slot.name() + " ended. Its log ends:\n" + processes.lastLines());
  }

  private boolean answers() {
    try {
      client.pingCmd().exec();
      return true;
    } catch (RuntimeException e) {
      return false;
    }
  }

  private void release() {
    try {
      client.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      processes.kill();
      LeftOvers.removeTraces(slot);
      slot.free();
    }
  }

  private static DockerClient client(String address) {
    return DockerClientImpl.getInstance(
        DefaultDockerClientConfig.createDefaultConfigBuilder()
            .withDockerHost(address)
            .withDockerTlsVerify(false)
            .build(),
        new ApacheDockerHttpClient.Builder()
            .dockerHost(URI.create(address))
            .connectionTimeout(Duration.ofSeconds(2))
            .responseTimeout(Duration.ofSeconds(60))
            .build());
  }
}
