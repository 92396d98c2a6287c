package io.viking.docker.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.viking.docker.testing.Await;
import io.viking.ports.testing.LoopbackPorts;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * An etcd that hosts in network namespaces reach at the machine's end of their cables. It can be
 * killed and started again. For one thread.
 */
public final class HostsEtcd implements AutoCloseable {
  private final Path folder;
  private final int port;
  private final ProcessBuilder command;
  private Process process;

  private HostsEtcd(Path folder, int port, ProcessBuilder command) throws IOException {
    this.folder = folder;
    this.port = port;
    this.command = command;
    this.process = command.start();
  }

  /** One that listens on these addresses of the machine, and on loopback. */
  public static HostsEtcd start(List<String> addresses) {
    boolean possible =
        Stream.of(System.getenv("PATH").split(":"))
            .anyMatch(path -> Files.isExecutable(Path.of(path, "etcd")));
    if (Boolean.getBoolean("viking.it.required")) {
      assertThat(possible).as("etcd is needed").isTrue();
    }
    assumeTrue(possible, "needs etcd");
    try {
      Path folder = Files.createTempDirectory("viking-hosts-etcd");
      List<Integer> ports = LoopbackPorts.free(2);
      int port = ports.get(0);
      HostsEtcd etcd = new HostsEtcd(folder, port, command(folder, port, ports.get(1), addresses));
      etcd.awaitAnswer();
      return etcd;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitAnswer() {
    Await.until(Duration.ofSeconds(60), this::log, this::answers);
  }

  /** Ends it as {@code kill -9} does. */
  public void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** Starts the killed one again, on its data, and waits until it answers. */
  public void restart() {
    try {
      process = command.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    awaitAnswer();
  }

  private boolean answers() {
    try (InputStream body = URI.create(at("127.0.0.1") + "/health").toURL().openStream()) {
      return new String(body.readAllBytes(), StandardCharsets.UTF_8).contains("true");
    } catch (IOException e) {
      return false;
    }
  }

  private String log() {
    try {
      return "etcd answers. Its log:\n" + Files.readString(folder.resolve("log"));
    } catch (IOException e) {
      return "etcd answers; it has no log: " + e.getMessage();
    }
  }

  private static ProcessBuilder command(
      Path folder, int port, int peerPort, List<String> addresses) {
    List<String> all = new ArrayList<>(addresses);
    all.add("127.0.0.1");
    String urls = String.join(",", all.stream().map(a -> "http://" + a + ":" + port).toList());
    String peer = "http://127.0.0.1:" + peerPort;
    return new ProcessBuilder(
            "etcd",
            "--data-dir=" + folder.resolve("data"),
            "--listen-client-urls=" + urls,
            "--advertise-client-urls=" + urls,
            "--listen-peer-urls=" + peer,
            "--initial-advertise-peer-urls=" + peer,
            "--initial-cluster=default=" + peer,
            "--unsafe-no-fsync")
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()));
  }

  /** Where it answers on that address of the machine. */
  public String at(String address) {
    return "http://" + address + ":" + port;
  }

  @Override
  public void close() {
    kill();
    try (Stream<Path> tree = Files.walk(folder)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
