package io.viking.docker.ambassador;

import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import java.util.concurrent.TimeUnit;

/**
 * A client and an endpoint, connected. Each direction ends by itself, in order or because its
 * receiver takes no more; when both have ended both sides are closed. A reset of one is a reset of
 * the other. Used on the event loop of both sides only.
 */
final class TcpRelay {
  private final SocketChannel client;
  private final SocketChannel endpoint;
  private final Session session;
  private final RelaySide up;
  private final RelaySide down;
  private final long idleNanos;
  private long lastMove;
  private boolean over;

  TcpRelay(SocketChannel client, SocketChannel endpoint, RelayContext context, Session session) {
    this.client = client;
    this.endpoint = endpoint;
    this.session = session;
    this.up = new RelaySide(this, client, endpoint, session::fromClient);
    this.down = new RelaySide(this, endpoint, client, session::fromEndpoint);
    this.idleNanos = context.options().idleTimeout().toNanos();
  }

  ChannelHandler fromClient() {
    return up;
  }

  ChannelHandler fromEndpoint() {
    return down;
  }

  RelaySide opposite(RelaySide side) {
    return side == up ? down : up;
  }

  void start() {
    moved();
    watch(idleNanos);
    up.more();
    down.more();
  }

  void moved() {
    lastMove = now();
  }

  private long now() {
    return client.eventLoop().ticker().nanoTime();
  }

  private void watch(long delay) {
    EventLoop loop = client.eventLoop();
    var check = loop.schedule(this::checkIdle, delay, TimeUnit.NANOSECONDS);
    client.closeFuture().addListener(closed -> check.cancel(false));
  }

  private void checkIdle() {
    long left = idleNanos - (now() - lastMove);
    if (over) {
      return;
    }
    if (left > 0) {
      watch(left);
      return;
    }
    session.idled();
    reset();
  }

  boolean isOver() {
    return over;
  }

  /** One direction has ended: the last byte was handed over, or will never be wanted. */
  void ended() {
    if (!over && up.hasEnded() && down.hasEnded()) {
      over = true;
      session.ends(Ending.of(up.isCut(), down.isCut()));
      RelayContext.close(client);
      RelayContext.close(endpoint);
    }
  }

  /** The sender of that direction has gone. */
  void resetBy(RelaySide side) {
    session.ends(side == up ? Ending.RESET_BY_CLIENT : Ending.RESET_BY_ENDPOINT);
    reset();
  }

  void reset() {
    if (!over) {
      over = true;
      RelayContext.reset(client);
      RelayContext.reset(endpoint);
    }
  }
}
