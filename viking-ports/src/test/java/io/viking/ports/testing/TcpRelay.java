package io.viking.ports.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A way to one server that can be made to hang: what the server answers is held back, while the
 * connections stay open and what it is asked still gets through. Safe for use by several threads.
 * Closing ends all connections.
 */
public final class TcpRelay implements AutoCloseable {
  private static final int BUFFER = 16 * 1024;

  private final InetSocketAddress server;
  private final ServerSocket listener;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Socket> sockets = new ArrayList<>();
  private boolean holding;
  private boolean closed;

  private TcpRelay(InetSocketAddress server, ServerSocket listener) {
    this.server = server;
    this.listener = listener;
  }

  /** A relay to that {@code http://host:port}. */
  public static TcpRelay to(String url) {
    String address = url.substring(url.indexOf("://") + 3);
    int colon = address.indexOf(':');
    try {
      TcpRelay relay =
          new TcpRelay(
              new InetSocketAddress(
                  address.substring(0, colon), Integer.parseInt(address.substring(colon + 1))),
              new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
      relay.threads.execute(relay::accept);
      return relay;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code http://127.0.0.1:port}. */
  public String endpoint() {
    return "http://127.0.0.1:" + listener.getLocalPort();
  }

  /** Holds back what the server answers from now on. */
  public synchronized void hold() {
    holding = true;
  }

  /** Passes on what was held back, and goes on. */
  public synchronized void release() {
    holding = false;
    notifyAll();
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      sockets.forEach(TcpRelay::end);
    }
    release();
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.shutdownNow();
  }

  private void accept() {
    while (true) {
      try {
        Socket client = register(listener.accept());
        Socket toServer = register(new Socket(server.getAddress(), server.getPort()));
        threads.execute(() -> pump(client, toServer, false));
        threads.execute(() -> pump(toServer, client, true));
      } catch (IOException closing) {
        return;
      }
    }
  }

  private synchronized Socket register(Socket socket) throws IOException {
    socket.setTcpNoDelay(true);
    sockets.add(socket);
    if (closed) {
      end(socket);
    }
    return socket;
  }

  private void pump(Socket from, Socket to, boolean answers) {
    byte[] buffer = new byte[BUFFER];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        if (answers) {
          awaitRelease();
        }
        out.write(buffer, 0, read);
      }
    } catch (IOException ended) {
      // One side is gone; closing both tells the other.
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void awaitRelease() throws InterruptedException {
    while (holding) {
      wait();
    }
  }

  private static void end(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
