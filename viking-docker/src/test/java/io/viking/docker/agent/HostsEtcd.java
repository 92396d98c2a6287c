package io.viking.docker.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.viking.docker.testing.Await;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** An etcd that hosts in network namespaces reach at the machine's end of their cables. */
public final class HostsEtcd implements AutoCloseable {
  private final Path folder;
  private final int port;
  private final Process process;

  private HostsEtcd(Path folder, int port, Process process) {
    this.folder = folder;
    this.port = port;
    this.process = process;
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
      int port = freePort();
      HostsEtcd etcd =
          new HostsEtcd(folder, port, command(folder, port, freePort(), addresses).start());
      Await.until(Duration.ofSeconds(60), etcd::log, etcd::answers);
      return etcd;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
        .redirectOutput(folder.resolve("log").toFile());
  }

  /** Where it answers on that address of the machine. */
  public String at(String address) {
    return "http://" + address + ":" + port;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
    try (Stream<Path> tree = Files.walk(folder)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
