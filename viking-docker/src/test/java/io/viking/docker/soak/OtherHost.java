package io.viking.docker.soak;

import io.viking.ports.HostAndPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** Servers on another host than the agent's, which send back what they get: one thread for all. */
final class OtherHost implements AutoCloseable {
  private static final int BACKLOG = 1_024;

  private final InetAddress address;
  private final Selector selector;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(16 * 1024);
  private final Thread thread = new Thread(this::run, "soak-other-host");
  private volatile boolean closed;
  private volatile Optional<String> ownFault = Optional.empty();

  /** One server. */
  final class Server {
    private final ServerSocketChannel listener;
    private final HostAndPort at;
    private volatile long lastAccepted = System.nanoTime();

    private Server(ServerSocketChannel listener) throws IOException {
      this.listener = listener;
      int port = ((InetSocketAddress) listener.getLocalAddress()).getPort();
      this.at = new HostAndPort(address.getHostAddress(), port);
    }

    HostAndPort address() {
      return at;
    }

    /** When somebody connected last, on the clock of {@link System#nanoTime}. */
    long lastAccepted() {
      return lastAccepted;
    }

    /** Ends it as a crash does; returns when it has. */
    void die() {
      CompletableFuture<Void> done = new CompletableFuture<>();
      tasks.add(() -> done.complete(end()));
      selector.wakeup();
      done.orTimeout(10, TimeUnit.SECONDS).join();
    }

    private Void end() {
      closeQuietly(listener);
      for (SelectionKey key : selector.keys()) {
        if (key.attachment() instanceof Guest guest && guest.server == this) {
          guest.reset();
        }
      }
      try {
        // Until the selector looks again the kernel goes on accepting for it.
        selector.selectNow(OtherHost.this::handle);
      } catch (IOException e) {
        ownFault = Optional.of(e.toString());
      }
      return null;
    }
  }

  /** A connection of somebody to a server. */
  private record Guest(Server server, SocketChannel channel, ByteBuffer rest) {
    void reset() {
      try {
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
      } catch (IOException e) {
        // It is gone already.
      }
      closeQuietly(channel);
    }
  }

  OtherHost(InetAddress address) {
    this.address = address;
    try {
      this.selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    thread.setDaemon(true);
    thread.start();
  }

  /** A new server. */
  Server open() {
    try {
      ServerSocketChannel listener = ServerSocketChannel.open();
      listener.bind(new InetSocketAddress(address, 0), BACKLOG);
      listener.configureBlocking(false);
      Server server = new Server(listener);
      tasks.add(() -> register(server));
      selector.wakeup();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void register(Server server) {
    try {
      server.listener.register(selector, SelectionKey.OP_ACCEPT, server);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What kept it from working at all. */
  Optional<String> ownFault() {
    return ownFault;
  }

  private void run() {
    try (selector) {
      while (!closed) {
        selector.select(this::handle);
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
          task.run();
        }
      }
      selector.keys().forEach(key -> closeQuietly(key.channel()));
    } catch (IOException | RuntimeException e) {
      ownFault = Optional.of(e.toString());
    }
  }

  private void handle(SelectionKey key) {
    if (!key.isValid()) {
      return;
    }
    if (key.attachment() instanceof Server server) {
      accept(server);
    } else if (key.attachment() instanceof Guest guest) {
      try {
        echo(key, guest);
      } catch (IOException e) {
        // The client has seen it.
        closeQuietly(guest.channel);
      }
    }
  }

  private void accept(Server server) {
    try {
      for (SocketChannel channel = server.listener.accept();
          channel != null;
          channel = server.listener.accept()) {
        server.lastAccepted = System.nanoTime();
        channel.configureBlocking(false);
        Guest guest = new Guest(server, channel, ByteBuffer.allocate(16 * 1024).flip());
        channel.register(selector, SelectionKey.OP_READ, guest);
      }
    } catch (IOException e) {
      ownFault = Optional.of(e.toString());
    }
  }

  private void echo(SelectionKey key, Guest guest) throws IOException {
    if (!guest.rest.hasRemaining()) {
      buffer.clear();
      if (guest.channel.read(buffer) < 0) {
        guest.channel.close();
        return;
      }
      buffer.flip();
      guest.channel.write(buffer);
      guest.rest.clear().put(buffer).flip();
    } else {
      guest.channel.write(guest.rest);
    }
    key.interestOps(guest.rest.hasRemaining() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ);
  }

  private static void closeQuietly(AutoCloseable channel) {
    try {
      channel.close();
    } catch (Exception e) {
      // Nothing is left to free.
    }
  }

  @Override
  public void close() {
    closed = true;
    selector.wakeup();
    try {
      thread.join(10_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
