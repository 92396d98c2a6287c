package io.viking.docker.ambassador;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A connection to an echo server on loopback. */
public final class EchoClient implements AutoCloseable {
  private final Socket socket = new Socket();

  public EchoClient(int port) throws IOException {
    socket.setSoTimeout(30_000);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 30_000);
  }

  /**
   * Sends that text and waits for it.
   *
   * @throws IOException if it does not get back what it has sent
   */
  public void exchange(String text) throws IOException {
    byte[] sent = text.getBytes(StandardCharsets.UTF_8);
    socket.getOutputStream().write(sent);
    byte[] got = socket.getInputStream().readNBytes(sent.length);
    if (!text.equals(new String(got, StandardCharsets.UTF_8))) {
      throw new IOException("got " + got.length + " of " + sent.length + " bytes");
    }
  }

  /** One whole connection, to the end of its stream. */
  public void exchangeAndClose() throws IOException {
    try (this) {
      exchange("hello");
      socket.shutdownOutput();
      if (socket.getInputStream().read() >= 0) {
        throw new IOException("more than was sent");
      }
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
