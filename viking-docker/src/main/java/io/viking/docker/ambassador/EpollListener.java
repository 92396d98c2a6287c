package io.viking.docker.ambassador;

import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.epoll.LinuxSocket;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.NativeInetAddress;
import io.netty.channel.unix.Socket;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One event loop's listener on one port. The kernel spreads connections over the listeners of a
 * port.
 */
final class EpollListener implements EpollIoHandle {
  private static final Logger LOG = LoggerFactory.getLogger(EpollListener.class);
  private static final EpollIoOps ARRIVALS = EpollIoOps.EPOLLIN.with(EpollIoOps.EPOLLET);
  private static final int BACKLOG = 4096;
  private static final int MOST_IN_A_ROW = 64;
  private static final int PAUSE_SECONDS = 1;

  /** As Netty gives it: a length, then an address of at most 16 bytes, a scope and a port. */
  private static final int ADDRESS_BYTES = 25;

  private final EpollLoop loop;
  private final PortKey port;
  private final Socket socket;
  private final RelayContext context;
  private final byte[] source = new byte[ADDRESS_BYTES];
  private @Nullable IoRegistration registration;
  private boolean pausing;

  private EpollListener(EpollLoop loop, PortKey port, Socket socket, RelayContext context) {
    this.loop = loop;
    this.port = port;
    this.socket = socket;
    this.context = context;
  }

  /**
   * Listeners that share a port also share it with those of other programs, unless one of them was
   * there first and does not.
   *
   * @throws IOException if another program has that port
   */
  static void requireFree(InetSocketAddress address) throws IOException {
    LinuxSocket probe = socket(address);
    try {
      probe.bind(address);
    } finally {
      probe.close();
    }
  }

  static EpollListener open(
      EpollLoop loop, PortKey port, InetSocketAddress address, RelayContext context)
      throws IOException {
    LinuxSocket socket = socket(address);
    try {
      socket.setReusePort(true);
      // What is accepted inherits both.
      socket.setTcpNoDelay(true);
      socket.setKeepAlive(true);
      socket.bind(address);
      socket.listen(BACKLOG);
      return new EpollListener(loop, port, socket, context);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** A listener on a socket that another process has opened. */
  static EpollListener adopt(EpollLoop loop, PortKey port, Socket socket, RelayContext context) {
    return new EpollListener(loop, port, socket, context);
  }

  /** The socket's number; good until it is closed. */
  int descriptor() {
    return socket.intValue();
  }

  private static LinuxSocket socket(InetSocketAddress address) throws IOException {
    LinuxSocket socket = EpollSide.newSocket(address.getAddress() instanceof Inet6Address);
    socket.setReuseAddress(true);
    return socket;
  }

  /** Begins to accept; from any thread. */
  CompletableFuture<Void> start() {
    return loop.call(
        () -> {
          IoRegistration registered = loop.register(this);
          registration = registered;
          registered.submit(ARRIVALS);
        });
  }

  /** Takes in who is there already, then stops to listen; from any thread. */
  CompletableFuture<Void> stop() {
    return loop.call(
        () -> {
          acceptAll();
          // Closing would leave it in epoll while another process has the socket too.
          if (registration != null) {
            registration.cancel();
          }
          loop.bury(socket, null);
          loop.buryNow();
        });
  }

  @Override
  public FileDescriptor fd() {
    return socket;
  }

  @Override
  public void handle(IoRegistration registered, IoEvent event) {
    try {
      acceptAll();
    } catch (RuntimeException | Error e) {
      // The event loop would end of it.
      LOG.error("cannot accept a connection on {}", port, e);
    }
  }

  private void acceptAll() {
    if (pausing || !socket.isOpen()) {
      return;
    }
    try {
      for (int i = 0; i < MOST_IN_A_ROW; i++) {
        int descriptor = socket.accept(source);
        if (descriptor < 0) {
          return;
        }
        accepted(new FileDescriptor(descriptor));
      }
      loop.later(this::acceptAll);
    } catch (IOException e) {
      pause(e);
    }
  }

  private void accepted(FileDescriptor client) {
    InetSocketAddress from = NativeInetAddress.address(source, 1, source[0]);
    EpollConnection connection =
        new EpollConnection(loop, client, context.switchboard().open(from, port), context);
    try {
      connection.admit();
    } catch (RuntimeException | Error e) {
      connection.broken(e);
    }
  }

  /** Out of file descriptors, say: to try again at once would only burn the processor. */
  private void pause(IOException cause) {
    context.switchboard().localFailure();
    LOG.warn(
        "cannot accept connections on {}, next try in {} s: {}. Fix: raise the limit of open files"
            + " (ulimit -n, LimitNOFILE) if it is reached",
        port,
        PAUSE_SECONDS,
        cause.toString());
    pausing = true;
    ScheduledFuture<?> unused =
        loop.executor()
            .schedule(
                () -> {
                  pausing = false;
                  acceptAll();
                },
                PAUSE_SECONDS,
                TimeUnit.SECONDS);
  }

  /** The event loop ends. */
  @Override
  public void close() throws IOException {
    socket.close();
  }
}
