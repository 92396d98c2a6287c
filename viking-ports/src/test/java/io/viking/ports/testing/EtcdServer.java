package io.viking.ports.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * A real etcd of one member on loopback, in a folder of its own, for tests: it can be killed,
 * frozen, restarted, and robbed of its data. Closing ends the process and deletes the folder.
 *
 * <p>For one thread. Where the {@code etcd} binary is missing the test is skipped, or fails if the
 * system property {@code viking.it.required} is true.
 */
public final class EtcdServer implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(30);

  private final Path folder;
  private final int clientPort;
  private final int peerPort;
  private Optional<Process> process = Optional.empty();

  private EtcdServer(Path folder, int clientPort, int peerPort) {
    this.folder = folder;
    this.clientPort = clientPort;
    this.peerPort = peerPort;
  }

  /** One that answers. */
  public static EtcdServer start() {
    EtcdServer server = prepare();
    server.restart();
    return server;
  }

  /** One that is not running yet; see {@link #restart}. */
  public static EtcdServer prepare() {
    requireBinary("etcd");
    try {
      List<Integer> ports = freePorts(2);
      return new EtcdServer(Files.createTempDirectory("viking-etcd"), ports.get(0), ports.get(1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code http://127.0.0.1:port}. */
  public String endpoint() {
    return "http://127.0.0.1:" + clientPort;
  }

  /** Starts it, on the data that is there, and waits until it answers. */
  public void restart() {
    kill();
    try {
      process = Optional.of(command().start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    awaitHealth();
  }

  /** Ends it as {@code kill -9} does. */
  public void kill() {
    process.ifPresent(
        running -> {
          running.destroyForcibly();
          running.onExit().orTimeout(10, TimeUnit.SECONDS).join();
        });
    process = Optional.empty();
  }

  /** Stops it from running without closing its connections: {@code SIGSTOP}. */
  public void freeze() {
    signal("-STOP");
  }

  /** Lets it run on after {@link #freeze}. */
  public void thaw() {
    signal("-CONT");
    awaitHealth();
  }

  /** Deletes its data; it must not be running. */
  public void wipe() {
    if (process.isPresent()) {
      throw new IllegalStateException("kill etcd before its data is deleted");
    }
    delete(folder.resolve("data"));
  }

  /** Runs {@code etcdctl} against it and answers what it printed. */
  public String ctl(String... arguments) {
    requireBinary("etcdctl");
    List<String> command = new ArrayList<>(List.of("etcdctl", "--endpoints=" + endpoint()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("ETCDCTL_API", "3");
    return run(builder);
  }

  @Override
  public void close() {
    kill();
    delete(folder);
  }

  private ProcessBuilder command() {
    String peer = "http://127.0.0.1:" + peerPort;
    return new ProcessBuilder(
            "etcd",
            "--name=test",
            "--data-dir=" + folder.resolve("data"),
            "--listen-client-urls=" + endpoint(),
            "--advertise-client-urls=" + endpoint(),
            "--listen-peer-urls=" + peer,
            "--initial-advertise-peer-urls=" + peer,
            "--initial-cluster=test=" + peer,
            "--unsafe-no-fsync")
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()));
  }

  private void signal(String signal) {
    long pid = process.orElseThrow(() -> new IllegalStateException("etcd is not running")).pid();
    run(new ProcessBuilder("kill", signal, Long.toString(pid)));
  }

  private void awaitHealth() {
    HttpClient http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(1))
            .build();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(endpoint() + "/health"))
            .timeout(Duration.ofSeconds(2))
            .build();
    long end = System.nanoTime() + START_LIMIT.toNanos();
    while (!isHealthy(http, request)) {
      if (System.nanoTime() > end || process.filter(Process::isAlive).isEmpty()) {
        throw new IllegalStateException("etcd did not start; its log: " + folder.resolve("log"));
      }
      Thread.onSpinWait();
    }
  }

  private static boolean isHealthy(HttpClient http, HttpRequest request) {
    try {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      return answer.statusCode() == 200 && answer.body().contains("true");
    } catch (IOException notYet) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while etcd started", e);
    }
  }

  private static String run(ProcessBuilder builder) {
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(builder.command() + " failed: " + output);
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while running " + builder.command(), e);
    }
  }

  private static List<Integer> freePorts(int count) throws IOException {
    List<ServerSocket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      return sockets.stream().map(ServerSocket::getLocalPort).toList();
    } finally {
      for (ServerSocket socket : sockets) {
        socket.close();
      }
    }
  }

  private static void requireBinary(String name) {
    boolean found =
        Stream.of(System.getenv("PATH").split(":", -1))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
    if (!found && Boolean.getBoolean("viking.it.required")) {
      Assertions.fail("no '" + name + "' in PATH, and viking.it.required is true");
    }
    Assumptions.assumeTrue(found, "no '" + name + "' in PATH");
  }

  private static void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
