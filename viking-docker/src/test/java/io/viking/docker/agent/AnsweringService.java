package io.viking.docker.agent;

import io.viking.docker.registrar.FakeContainer;
import io.viking.docker.registrar.IpLiteral;
import io.viking.ports.Endpoint;
import io.viking.ports.HostAndPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** A service on loopback that answers each connection, and the port that its links lead to. */
final class AnsweringService implements AutoCloseable {
  private final int port = freePort();
  private final ServerSocket server;

  AnsweringService() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread answering = new Thread(this::answer, "test-server");
    answering.setDaemon(true);
    answering.start();
  }

  private void answer() {
    while (true) {
      try (Socket client = server.accept()) {
        client.getOutputStream().write("answer".getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        return;
      }
    }
  }

  int port() {
    return port;
  }

  Endpoint endpoint() {
    return new Endpoint(
        "mystack_mongo_27017", "one", new HostAndPort("127.0.0.1", server.getLocalPort()));
  }

  /** A container with a link to it. */
  FakeContainer linked(String id, String address) {
    return FakeContainer.running(id)
        .address(address)
        .env("BACKEND_" + port, "etcd://127.0.0.1/viking/network/mystack_mongo_27017");
  }

  /** What a connection from that address gets. */
  String ask(String source) {
    try (Socket socket = new Socket()) {
      socket.bind(new InetSocketAddress(IpLiteral.parse(source).orElseThrow(), 0));
      socket.setSoTimeout(30_000);
      try {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 30_000);
      } catch (ConnectException e) {
        return "nobody listens";
      } catch (SocketException e) {
        // Accepted and reset before this thread was told of the first.
        return "refused";
      }
      try {
        byte[] answer = socket.getInputStream().readAllBytes();
        return new String(answer, StandardCharsets.UTF_8);
      } catch (IOException e) {
        return "refused";
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A port that nobody listens on. */
  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
