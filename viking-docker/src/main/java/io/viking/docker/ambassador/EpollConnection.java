package io.viking.docker.ambassador;

import io.netty.channel.ChannelException;
import io.netty.channel.epoll.LinuxSocket;
import io.netty.channel.unix.FileDescriptor;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client from its arrival to its end. What it has sent when it is let in goes to the endpoint
 * with the handshake; what it sends later, its end of stream included, waits in the kernel until an
 * endpoint has accepted. Used on its event loop only.
 */
final class EpollConnection {
  private static final Logger LOG = LoggerFactory.getLogger(EpollConnection.class);

  private final EpollLoop loop;
  private final Session session;
  private final RelayContext context;
  private final EpollSide client;
  private final EpollHead head = new EpollHead();
  private final Runnable pump = this::pumpLater;
  private @Nullable EpollSide endpoint;
  private @Nullable EpollDial dial;
  private @Nullable EpollDirection up;
  private @Nullable EpollDirection down;
  private int lastMove;
  private boolean pumping;
  private boolean over;

  EpollConnection(EpollLoop loop, FileDescriptor client, Session session, RelayContext context) {
    this.loop = loop;
    this.session = session;
    this.context = context;
    this.client = EpollSide.accepted(this, loop, client);
  }

  // -- Until an endpoint has accepted --

  void admit() {
    loop.add(this);
    Verdict verdict = session.verdict();
    if (verdict != Verdict.UNKNOWN) {
      decided(verdict);
      return;
    }
    session
        .hold()
        .whenComplete(
            (answer, failure) -> {
              try {
                loop.later(() -> decided(answer));
              } catch (RejectedExecutionException e) {
                // The loop has ended, and this connection with it.
              }
            });
  }

  private void decided(Verdict verdict) {
    if (over) {
      return;
    }
    if (verdict != Verdict.PERMITTED) {
      refuse(verdict.refusal());
      return;
    }
    try {
      head.fetch(client, loop.buffer());
    } catch (IOException e) {
      session.ends(Ending.RESET_BY_CLIENT);
      reset();
      return;
    }
    dial();
  }

  private void refuse(Refusal reason) {
    session.refused(reason);
    LOG.debug("{}: refused {}: {}", session.port(), session.source(), reason);
    reset();
  }

  /** Tries one endpoint after the other until an attempt is under way. */
  private void dial() {
    boolean underWay = over;
    while (!underWay) {
      Optional<Backend> next = session.next();
      if (next.isEmpty()) {
        refuse(session.refusal());
        return;
      }
      InetSocketAddress address = next.get().address();
      if (address.isUnresolved()) {
        resolve(address);
        return;
      }
      underWay = connect(address);
    }
  }

  private void resolve(InetSocketAddress name) {
    context
        .names()
        .resolve(name, loop.executor(), session.patience())
        .addListener(
            (Future<InetSocketAddress> resolved) -> {
              if (over) {
                return;
              }
              if (!resolved.isSuccess()) {
                failed(name, resolved.cause());
                dial();
              } else if (!connect(resolved.getNow())) {
                dial();
              }
            });
  }

  private void failed(InetSocketAddress address, Throwable cause) {
    LOG.debug("{}: {} cannot be reached: {}", session.port(), address, cause.toString());
    session.failed();
  }

  /** Whether this connection is cared for; else another endpoint is to be tried. */
  private boolean connect(InetSocketAddress address) {
    LinuxSocket socket;
    try {
      socket = EpollSide.newSocket(address.getAddress() instanceof Inet6Address);
    } catch (ChannelException e) {
      // Not the endpoint's fault: no file descriptor is left, and another endpoint needs one too.
      session.abandoned();
      refuse(Refusal.UNREACHABLE);
      return true;
    }
    EpollSide side = EpollSide.connecting(this, loop, socket);
    // Before anything can fail, so that it is closed with this connection.
    endpoint = side;
    try {
      boolean speaks = head.length() > 0;
      if (speaks) {
        side.connectWithData();
      }
      boolean connected = socket.connect(address);
      connected |= speaks && head.offer(side);
      side.register(connected);
      if (connected) {
        connected(side);
      } else {
        long deadline = System.nanoTime() + session.patience().toNanos();
        dial = new EpollDial(deadline, () -> attemptFailed(side, address, "no answer in time"));
        loop.watch(dial);
      }
      return true;
    } catch (IOException e) {
      side.finish();
      endpoint = null;
      failed(address, e);
      return false;
    }
  }

  private void attemptFailed(EpollSide side, InetSocketAddress address, String why) {
    dial = null;
    side.finish();
    endpoint = null;
    failed(address, new IOException(why));
    dial();
  }

  private void connecting(EpollSide side, EpollDial attempt) {
    if (side.failureSeen()) {
      attempt.expire();
    } else if (side.isWritable()) {
      attempt.finish();
      dial = null;
      connected(side);
    }
  }

  private void connected(EpollSide side) {
    session.succeeded();
    EpollDirection upwards = new EpollDirection(loop, client, side, session::fromClient);
    upwards.begin(head);
    up = upwards;
    down = new EpollDirection(loop, side, client, session::fromEndpoint);
    client.register(true);
    if (head.length() == 0) {
      // It may have sent something since; epoll would tell only in its next round.
      client.mayBeReadable();
    }
    pump();
  }

  // -- From then on --

  /** Epoll has told something about that side. */
  void ready(EpollSide side) {
    if (over) {
      return;
    }
    EpollDial attempt = dial;
    if (attempt != null) {
      connecting(side, attempt);
      return;
    }
    pump();
  }

  private void pumpLater() {
    pumping = false;
    pump();
  }

  private void pump() {
    EpollDirection fromClient = up;
    EpollDirection fromEndpoint = down;
    EpollSide connected = endpoint;
    if (over || fromClient == null || fromEndpoint == null || connected == null) {
      return;
    }
    lastMove = loop.ticks();
    Ending failure = Ending.RESET_BY_CLIENT;
    try {
      boolean more = fromClient.pump(fromEndpoint.hasEnded());
      cutIfGone(client, fromClient, fromEndpoint);
      failure = Ending.RESET_BY_ENDPOINT;
      more |= fromEndpoint.pump(fromClient.hasEnded());
      cutIfGone(connected, fromEndpoint, fromClient);
      if (fromClient.hasEnded() && fromEndpoint.hasEnded()) {
        session.ends(Ending.of(fromClient.isCut(), fromEndpoint.isCut()));
        close(fromEndpoint.isCut());
      } else if (more && !pumping) {
        pumping = true;
        loop.later(pump);
      }
    } catch (IOException e) {
      session.ends(failure);
      reset();
    }
  }

  /**
   * Reading tells that a peer has reset its connection, but not behind its end: epoll alone does.
   */
  private static void cutIfGone(EpollSide side, EpollDirection from, EpollDirection towards) {
    if (side.failureSeen() && from.inputHasEnded()) {
      towards.cut();
    }
  }

  /** Both directions have ended. A client that went away early did so by a reset. */
  private void close(boolean clientIsGone) {
    EpollSide other = endpoint;
    if (clientIsGone && other != null) {
      other.reset();
    }
    end();
  }

  /** The loop's tick. */
  void tick() {
    EpollSide connected = endpoint;
    if (over || up == null || connected == null) {
      return;
    }
    connected.keepAlive();
    if (loop.isIdle(lastMove)) {
      session.idled();
      reset();
    }
  }

  /** There is a fault of this program's own. */
  void broken(Throwable fault) {
    LOG.error("{}: the connection of {} is reset", session.port(), session.source(), fault);
    reset();
  }

  /** The ambassador ends, or its event loop does. */
  void abort() {
    reset();
  }

  private void reset() {
    if (over) {
      return;
    }
    client.reset();
    if (endpoint != null) {
      endpoint.reset();
    }
    end();
  }

  private void end() {
    over = true;
    if (dial != null) {
      dial.finish();
    }
    client.finish();
    if (endpoint != null) {
      endpoint.finish();
    }
    head.release();
    if (up != null) {
      up.release();
    }
    if (down != null) {
      down.release();
    }
    loop.remove(this);
    session.end();
  }
}
