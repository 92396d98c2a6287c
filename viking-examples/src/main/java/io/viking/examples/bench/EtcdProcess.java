package io.viking.examples.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * An etcd of one member on loopback, as it comes: it syncs each write to the disk. Its data are in
 * a folder of its own, which is deleted when it is closed.
 */
final class EtcdProcess implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(30);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

  private final Path folder;
  private final String url;
  private final Process process;

  private EtcdProcess(Path folder, String url, Process process) {
    this.folder = folder;
    this.url = url;
    this.process = process;
  }

  /**
   * One that answers.
   *
   * @throws BenchmarkException if there is no etcd, or it does not start
   */
  static EtcdProcess start() {
    try {
      Path folder = Files.createTempDirectory("viking-bench-etcd");
      String url = "http://127.0.0.1:" + freePort();
      EtcdProcess etcd = new EtcdProcess(folder, url, launch(folder, url));
      etcd.awaitHealth();
      return etcd;
    } catch (IOException e) {
      throw new BenchmarkException(
          "etcd does not start: "
              + e.getMessage()
              + "\n  Fix: install it (apt-get install etcd-server), or name one with --etcd URL.",
          e);
    }
  }

  private static Process launch(Path folder, String url) throws IOException {
    String peer = "http://127.0.0.1:" + freePort();
    return new ProcessBuilder(
            "etcd",
            "--name=bench",
            "--data-dir=" + folder.resolve("data"),
            "--listen-client-urls=" + url,
            "--advertise-client-urls=" + url,
            "--listen-peer-urls=" + peer,
            "--initial-advertise-peer-urls=" + peer,
            "--initial-cluster=bench=" + peer)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("log").toFile())
        .start();
  }

  String url() {
    return url;
  }

  private void awaitHealth() {
    HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + "/health")).timeout(Duration.ofSeconds(2)).build();
    long end = System.nanoTime() + START_LIMIT.toNanos();
    while (!isHealthy(http, request)) {
      if (System.nanoTime() - end > 0 || !process.isAlive()) {
        process.destroyForcibly();
        throw new BenchmarkException(
            "etcd does not answer at " + url + ".\n  Fix: see " + folder.resolve("log"));
      }
      LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
    }
  }

  private static boolean isHealthy(HttpClient http, HttpRequest request) {
    try {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      return answer.body().contains("true");
    } catch (IOException notYet) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchmarkException("interrupted while etcd started", e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Ends it and deletes its data; may be repeated. */
  @Override
  public synchronized void close() {
    process.destroyForcibly();
    process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new BenchmarkException("cannot delete " + folder + ": " + e.getMessage(), e);
    }
  }
}
