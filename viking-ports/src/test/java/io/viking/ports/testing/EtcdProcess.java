package io.viking.ports.testing;

import java.io.IOException;
import java.io.InputStream;
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

/** A process of etcd, and what tests do to it. For one thread. */
final class EtcdProcess {
  private static final Duration START_LIMIT = Duration.ofSeconds(30);

  private final List<String> command;
  private final URI health;
  private final Path log;
  private Optional<Process> process = Optional.empty();

  /**
   * @param health where it answers when it is ready, without TLS or a user
   */
  EtcdProcess(List<String> command, URI health, Path log) {
    this.command = List.copyOf(command);
    this.health = health;
    this.log = log;
  }

  /** Starts it anew and waits until it answers. */
  void restart() {
    kill();
    try {
      process =
          Optional.of(
              new ProcessBuilder(command)
                  .redirectErrorStream(true)
                  .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                  .start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    awaitHealth();
  }

  void kill() {
    process.ifPresent(
        running -> {
          running.destroyForcibly();
          running.onExit().orTimeout(10, TimeUnit.SECONDS).join();
        });
    process = Optional.empty();
  }

  void signal(String signal) {
    long pid = process.orElseThrow(() -> new IllegalStateException("etcd is not running")).pid();
    run(List.of("kill", signal, Long.toString(pid)));
  }

  void awaitHealth() {
    HttpClient http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(1))
            .build();
    HttpRequest request = HttpRequest.newBuilder(health).timeout(Duration.ofSeconds(2)).build();
    long end = System.nanoTime() + START_LIMIT.toNanos();
    while (!isHealthy(http, request)) {
      if (System.nanoTime() > end || process.filter(Process::isAlive).isEmpty()) {
        throw new IllegalStateException("etcd did not start; its log: " + log);
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

  /** What that address answers. */
  static String read(URI address) {
    try (InputStream answer = address.toURL().openStream()) {
      return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs a program to its good end and answers what it printed. */
  static String run(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("ETCDCTL_API", "3");
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(command + " failed: " + output);
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while running " + command, e);
    }
  }

  static List<Integer> freePorts(int count) {
    List<ServerSocket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      List<Integer> ports = sockets.stream().map(ServerSocket::getLocalPort).toList();
      for (ServerSocket socket : sockets) {
        socket.close();
      }
      return ports;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Skips the test where that program is missing, or fails it where it must not be. */
  static void requireProgram(String name) {
    boolean found =
        Stream.of(System.getenv("PATH").split(":", -1))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
    if (!found && Boolean.getBoolean("viking.it.required")) {
      Assertions.fail("no '" + name + "' in PATH, and viking.it.required is true");
    }
    Assumptions.assumeTrue(found, "no '" + name + "' in PATH");
  }

  static void delete(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
