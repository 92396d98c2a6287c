package io.viking.docker.ambassador;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.util.concurrent.Future;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The datagrams of one source to one endpoint, through a socket of their own; answers go back from
 * the listener's address. Used on the listener's event loop only.
 */
final class UdpFlow implements UdpEndpoint.Flow {
  private static final int MOST_WAITING = 16;

  private final DatagramChannel listener;
  private final Session session;
  private final RelayContext context;
  private final Runnable onClose;
  private final Queue<ByteBuf> waiting = new ArrayDeque<>();
  private final long idleNanos;
  private @Nullable UdpEndpoint endpoint;
  private @Nullable Future<?> idleCheck;
  private boolean connected;
  private boolean closed;
  private long lastMove;

  UdpFlow(DatagramChannel listener, Session session, RelayContext context, Runnable onClose) {
    this.listener = listener;
    this.session = session;
    this.context = context;
    this.onClose = onClose;
    this.idleNanos = context.options().udpIdleTimeout().toNanos();
  }

  void start() {
    moved();
    watch(idleNanos);
    Verdict verdict = session.verdict();
    if (verdict != Verdict.UNKNOWN) {
      decided(verdict);
      return;
    }
    session.hold().whenComplete((answer, failure) -> loop().execute(() -> decided(answer)));
  }

  private EventLoop loop() {
    return listener.eventLoop();
  }

  private void decided(Verdict verdict) {
    if (closed) {
      return;
    }
    if (verdict != Verdict.PERMITTED) {
      refused(verdict.refusal());
      return;
    }
    endpoint = new UdpEndpoint(session, loop(), context, this);
    endpoint.dial();
  }

  @Override
  public void connected() {
    connected = true;
    session.opened();
    while (!waiting.isEmpty()) {
      pass(waiting.remove());
    }
  }

  @Override
  public void refused(Refusal reason) {
    session.refused(reason);
    close();
  }

  @Override
  public void answered(ByteBuf datagram) {
    moved();
    session.fromEndpoint(datagram.readableBytes());
    if (listener.isWritable()) {
      RelayContext.send(listener, new DatagramPacket(datagram.retain(), session.source()));
    }
  }

  /** The next datagram of this source opens a flow to another endpoint. */
  @Override
  public void lost() {
    session.ends(Ending.RESET_BY_ENDPOINT);
    close();
  }

  /** Takes over one datagram of the source. */
  void send(ByteBuf datagram) {
    moved();
    session.fromClient(datagram.readableBytes());
    if (connected && !closed) {
      pass(datagram);
    } else if (!closed && waiting.size() < MOST_WAITING) {
      waiting.add(datagram);
    } else {
      datagram.release();
    }
  }

  private void pass(ByteBuf datagram) {
    if (endpoint == null) {
      datagram.release();
    } else {
      endpoint.send(datagram);
    }
  }

  /** Whether its source may still use it and its endpoint is still one: UDP has no end. */
  boolean isCurrent() {
    if (!connected || endpoint == null) {
      return true;
    }
    return endpoint.isCurrent() && session.verdict() == Verdict.PERMITTED;
  }

  private void moved() {
    lastMove = loop().ticker().nanoTime();
  }

  private void watch(long delay) {
    idleCheck = loop().schedule(this::checkIdle, delay, TimeUnit.NANOSECONDS);
  }

  private void checkIdle() {
    long left = idleNanos - (loop().ticker().nanoTime() - lastMove);
    if (left > 0) {
      watch(left);
    } else {
      session.ends(Ending.IDLE);
      close();
    }
  }

  void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (idleCheck != null) {
      idleCheck.cancel(false);
    }
    waiting.forEach(ByteBuf::release);
    waiting.clear();
    if (endpoint != null) {
      endpoint.close();
    }
    session.end();
    onClose.run();
  }
}
