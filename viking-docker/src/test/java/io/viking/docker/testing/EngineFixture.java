package io.viking.docker.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.viking.docker.engine.EngineClient;
import io.viking.docker.engine.EngineException;
import io.viking.docker.engine.EngineOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.jspecify.annotations.Nullable;

/** A Docker engine of the test's own, in a network namespace, with a link to this one. */
public final class EngineFixture implements AutoCloseable {
  private static final Duration START_DEADLINE = Duration.ofSeconds(60);
  private static final String LISTEN = "10.98.%d.2";

  private final int number;
  private final Path folder;
  private @Nullable Process engine;

  private EngineFixture(int number, Path folder) {
    this.number = number;
    this.folder = folder;
  }

  /**
   * Starts one; skips the test where there is no engine to start, or fails it if it is required.
   */
  public static EngineFixture start(int number) {
    boolean possible =
        Files.isExecutable(Path.of("/usr/sbin/dockerd"))
            && Files.isExecutable(Path.of("/bin/busybox"))
            && "root".equals(System.getProperty("user.name"));
    if (Boolean.getBoolean("viking.it.required")) {
      assertThat(possible).as("dockerd, busybox and root are needed").isTrue();
    }
    assumeTrue(possible, "needs dockerd, busybox and root");
    try {
      EngineFixture fixture =
          new EngineFixture(number, Files.createTempDirectory(Path.of("/var/tmp"), "viking-it"));
      fixture.makeNamespace();
      fixture.startEngine();
      return fixture;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The engine's socket. */
  public String unixAddress() {
    return "unix://" + folder.resolve("docker.sock");
  }

  /** The engine's TCP address. */
  public String tcpAddress() {
    return "tcp://" + privateAddress() + ":2375";
  }

  /** The address of the engine's host. */
  public String privateAddress() {
    return LISTEN.formatted(number);
  }

  /** A folder that the engine sees under the same path. */
  public Path folder() {
    return folder;
  }

  /** Stops the engine's process without ending it. */
  public void freeze() {
    run("kill", "-STOP", String.valueOf(pid()));
  }

  /** Goes on after {@link #freeze()}. */
  public void thaw() {
    run("kill", "-CONT", String.valueOf(pid()));
  }

  /** Kills the engine. */
  public void kill() {
    run("kill", "-KILL", String.valueOf(pid()));
    await("the engine is gone", () -> engine != null && !engine.isAlive());
  }

  /** Cuts the engine's network off, or joins it again. */
  public void link(boolean up) {
    run("ip", "link", "set", "vkit" + number, up ? "up" : "down");
  }

  /** Starts the engine, and returns when it answers. */
  public void startEngine() {
    launchEngine();
    awaitAnswer();
  }

  private void launchEngine() {
    try {
      Files.deleteIfExists(folder.resolve("pid"));
      Files.writeString(
          folder.resolve("daemon.json"),
          "{\"deprecated-key-path\":\"" + folder.resolve("key.json") + "\"}");
      engine =
          new ProcessBuilder(
                  "nsenter",
                  "--net=/run/netns/vkit" + number,
                  "dockerd",
                  "--config-file",
                  folder + "/daemon.json",
                  "--data-root",
                  folder + "/data",
                  "--exec-root",
                  folder + "/exec",
                  "--pidfile",
                  folder + "/pid",
                  "--cgroup-parent",
                  "/vkit" + number,
                  "-H",
                  unixAddress(),
                  "-H",
                  tcpAddress(),
                  "--tls=false",
                  "--bip",
                  "172.29." + number + ".1/24")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Gives the engine an image with busybox. */
  public void busyboxImage(String tag, String dockerfileLines) {
    try (EngineClient client = EngineClient.open(unixAddress(), EngineOptions.defaults())) {
      Path tar = folder.resolve("context.tar");
      try (var out = new TarArchiveOutputStream(Files.newOutputStream(tar))) {
        byte[] dockerfile =
            ("FROM scratch\nADD busybox /bin/busybox\n" + dockerfileLines)
                .getBytes(StandardCharsets.UTF_8);
        put(out, "Dockerfile", dockerfile, 0644);
        put(out, "busybox", Files.readAllBytes(Path.of("/bin/busybox")), 0755);
      }
      client.build(tar, tag);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until the condition holds. */
  public static void await(String what, BooleanSupplier condition) {
    Instant deadline = Instant.now().plus(START_DEADLINE);
    while (!condition.getAsBoolean()) {
      assertThat(Instant.now()).as(what).isBefore(deadline);
      Thread.onSpinWait();
    }
  }

  @Override
  public void close() {
    if (engine != null && !engine.isAlive()) {
      startEngine();
    }
    thaw();
    link(true);
    try (EngineClient client = EngineClient.open(unixAddress(), EngineOptions.defaults())) {
      client.summaries().forEach(container -> client.remove(container.id()));
    }
    run("kill", "-TERM", String.valueOf(pid()));
    await("the engine has stopped", () -> engine != null && !engine.isAlive());
    run("ip", "netns", "del", "vkit" + number);
    unmountLeftovers();
    run("rm", "-rf", "--one-file-system", folder.toString());
  }

  /** An engine that was killed has left its mounts. */
  private void unmountLeftovers() {
    try {
      Files.readAllLines(Path.of("/proc/self/mountinfo")).stream()
          .map(line -> line.split(" ", -1)[4])
          .filter(target -> target.startsWith(folder + "/"))
          .sorted(Comparator.reverseOrder())
          .forEach(target -> run("umount", "-l", target));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void makeNamespace() {
    String name = "vkit" + number;
    run("ip", "netns", "add", name);
    run("ip", "-n", name, "link", "set", "lo", "up");
    run("ip", "link", "add", name, "type", "veth", "peer", "name", "eth0", "netns", name);
    run("ip", "addr", "add", "10.98." + number + ".1/24", "dev", name);
    run("ip", "link", "set", name, "up");
    run("ip", "-n", name, "addr", "add", privateAddress() + "/24", "dev", "eth0");
    run("ip", "-n", name, "link", "set", "eth0", "up");
  }

  private void awaitAnswer() {
    try (EngineClient client = EngineClient.open(tcpAddress(), EngineOptions.defaults())) {
      await("an engine answers at " + tcpAddress() + ", log: " + folder, () -> answers(client));
    }
  }

  private boolean answers(EngineClient client) {
    if (engine != null && !engine.isAlive()) {
      // The successor of a killed engine gives up where the old containerd is still busy.
      launchEngine();
    }
    try {
      client.ping();
      return true;
    } catch (EngineException e) {
      return false;
    }
  }

  private long pid() {
    try {
      return Long.parseLong(Files.readString(folder.resolve("pid")).trim());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void put(TarArchiveOutputStream out, String name, byte[] content, int mode)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(content.length);
    entry.setMode(0100000 | mode);
    out.putArchiveEntry(entry);
    out.write(content);
    out.closeArchiveEntry();
  }

  /** Runs a command and returns its output. */
  public static String run(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).as(List.of(command).toString()).isTrue();
      assertThat(process.exitValue()).as(List.of(command) + ": " + output).isZero();
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
