package io.viking.docker.ambassador;

import io.viking.ports.HostAndPort;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A plain blocking server on loopback, one thread a connection. */
final class TcpServer implements AutoCloseable {
  private final ServerSocket listener;
  private final Conversation conversation;
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
  private final AtomicInteger accepted = new AtomicInteger();

  interface Conversation {
    void with(Socket client) throws IOException;
  }

  private TcpServer(InetAddress address, int port, Conversation conversation) {
    try {
      this.listener = new ServerSocket(port, 200, address);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.conversation = conversation;
    start("test-server-accept", this::accept);
  }

  static TcpServer talking(Conversation conversation) {
    return talking(InetAddress.getLoopbackAddress(), conversation);
  }

  static TcpServer talking(InetAddress address, Conversation conversation) {
    return new TcpServer(address, 0, conversation);
  }

  /** Sends back what it gets, and its end. */
  static TcpServer echo() {
    return talking(
        client -> {
          client.getInputStream().transferTo(client.getOutputStream());
          client.shutdownOutput();
        });
  }

  /** Sends one line to whoever connects, and waits for the client's end. */
  static TcpServer saying(String line) {
    return talking(
        client -> {
          client.getOutputStream().write(line.getBytes(StandardCharsets.UTF_8));
          client.shutdownOutput();
          client.getInputStream().transferTo(OutputStream.nullOutputStream());
        });
  }

  /** Says the line, then sends back what it gets. */
  static TcpServer greeting(InetAddress address, int port, String line) {
    return new TcpServer(
        address,
        port,
        client -> {
          client.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
          client.getInputStream().transferTo(client.getOutputStream());
        });
  }

  private static void start(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    while (true) {
      try {
        Socket client = listener.accept();
        connections.add(client);
        accepted.incrementAndGet();
        start("test-server", () -> talk(client));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void talk(Socket client) {
    try (client) {
      conversation.with(client);
    } catch (IOException e) {
      // The test looks at what the client saw.
    } finally {
      connections.remove(client);
    }
  }

  HostAndPort address() {
    return new HostAndPort(listener.getInetAddress().getHostAddress(), listener.getLocalPort());
  }

  int accepted() {
    return accepted.get();
  }

  int live() {
    return connections.size();
  }

  @Override
  public void close() {
    try {
      listener.close();
      for (Socket connection : connections) {
        connection.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
