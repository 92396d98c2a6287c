package io.viking.docker.agent;

import io.viking.docker.testing.NetworkedJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A process in a container's network that answers each request, and lets connections wait where
 * busybox's server has room for nine: on a machine with much to do a tenth would be lost.
 */
public final class SteadyServer implements AutoCloseable {
  private static final int BACKLOG = 4096;
  private static final String ANSWER = "HTTP/1.0 200 OK\r\nContent-Length: 6\r\n\r\nserved";

  private final NetworkedJvm server;

  private SteadyServer(NetworkedJvm server) {
    this.server = server;
  }

  /** Listens on that port, in the network of that process. */
  public static SteadyServer start(long pid, int port) {
    return new SteadyServer(
        NetworkedJvm.start(pid, SteadyServer.class, "listens", Integer.toString(port)));
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
    server.close();
  }
}
