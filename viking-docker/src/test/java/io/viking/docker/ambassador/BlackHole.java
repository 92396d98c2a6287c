package io.viking.docker.ambassador;

import io.viking.ports.HostAndPort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/** A listening socket whose queue is full: the kernel drops whoever else wants to connect. */
final class BlackHole implements AutoCloseable {
  private final ServerSocket listener = new ServerSocket(0, 1, Lab.LOOPBACK);
  private final List<Socket> queue = new ArrayList<>();

  BlackHole() throws IOException {
    while (queue.size() < 100) {
      Socket filler = new Socket();
      queue.add(filler);
      try {
        filler.connect(new InetSocketAddress(Lab.LOOPBACK, listener.getLocalPort()), 300);
      } catch (SocketTimeoutException full) {
        return;
      }
    }
    throw new IOException("the queue of a listener is never full here");
  }

  HostAndPort address() {
    return new HostAndPort(Lab.LOOPBACK.getHostAddress(), listener.getLocalPort());
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket filler : queue) {
      filler.close();
    }
  }
}
