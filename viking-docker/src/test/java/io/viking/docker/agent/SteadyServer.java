package io.viking.docker.agent;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A process in a container's network that answers each request, and lets connections wait where
 * busybox's server has room for nine: on a machine with much to do a tenth would be lost.
 */
public final class SteadyServer implements AutoCloseable {
  private static final int BACKLOG = 4096;
  private static final String ANSWER = "HTTP/1.0 200 OK\r\nContent-Length: 6\r\n\r\nserved";

  private final Process process;

  private SteadyServer(Process process) {
    this.process = process;
  }

  /** Listens on that port, in the network of that process. */
  public static SteadyServer start(long pid, int port) {
    List<String> command =
        List.of(
            "nsenter",
            "--net=/proc/" + pid + "/ns/net",
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            SteadyServer.class.getName(),
            Integer.toString(port));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String first = process.inputReader(StandardCharsets.UTF_8).readLine();
      if (!"listens".equals(first)) {
        throw new IllegalStateException("no server: " + first);
      }
      return new SteadyServer(process);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static void main(String[] arguments) throws IOException {
    ExecutorService threads = Executors.newCachedThreadPool();
    try (ServerSocket server = new ServerSocket(Integer.parseInt(arguments[0]), BACKLOG)) {
      System.out.println("listens");
      while (true) {
        Socket client = server.accept();
        threads.execute(() -> answer(client));
      }
    }
  }

  private static void answer(Socket client) {
    try (client) {
      BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
      String line = lines.readLine();
      while (line != null && !line.isEmpty()) {
        line = lines.readLine();
      }
      client.getOutputStream().write(ANSWER.getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      // The client has seen it.
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
