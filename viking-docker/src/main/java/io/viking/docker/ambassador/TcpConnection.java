package io.viking.docker.ambassador;

import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client from its arrival until an endpoint has accepted its connection. Nothing is read from
 * it meanwhile: what it sends, its end of stream included, waits in the kernel.
 */
final class TcpConnection extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(TcpConnection.class);

  private final SocketChannel client;
  private final PortKey port;
  private final RelayContext context;
  private final Set<TcpConnection> live;
  private @Nullable TcpRelay relay;

  TcpConnection(SocketChannel client, PortKey port, RelayContext context, Set<TcpConnection> live) {
    this.client = client;
    this.port = port;
    this.context = context;
    this.live = live;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    InetSocketAddress source = client.remoteAddress();
    if (source == null) {
      RelayContext.close(client);
      return;
    }
    Session session = context.switchboard().open(source, port);
    live.add(this);
    client
        .closeFuture()
        .addListener(
            closed -> {
              live.remove(this);
              session.end();
            });
    admit(session);
  }

  private void admit(Session session) {
    Verdict verdict = session.verdict();
    if (verdict != Verdict.UNKNOWN) {
      decided(session, verdict);
      return;
    }
    session
        .hold()
        .whenComplete(
            (answer, failure) -> client.eventLoop().execute(() -> decided(session, answer)));
  }

  private void decided(Session session, Verdict verdict) {
    if (!client.isOpen()) {
      return;
    }
    if (verdict == Verdict.PERMITTED) {
      dial(session);
    } else {
      refuse(session, verdict.refusal());
    }
  }

  private void refuse(Session session, Refusal reason) {
    session.refused(reason);
    LOG.debug("{}: refused {}: {}", port, session.source(), reason);
    RelayContext.reset(client);
  }

  private void dial(Session session) {
    if (client.isOpen()) {
      session
          .next()
          .ifPresentOrElse(
              backend -> resolve(session, backend), () -> refuse(session, session.refusal()));
    }
  }

  private void resolve(Session session, Backend backend) {
    context
        .names()
        .resolve(backend.address(), client.eventLoop(), session.patience())
        .addListener(
            (Future<InetSocketAddress> resolved) -> {
              if (resolved.isSuccess()) {
                connect(session, resolved.getNow());
              } else {
                failed(session, backend.address(), resolved.cause());
              }
            });
  }

  private void connect(Session session, InetSocketAddress address) {
    NioSocketChannel endpoint;
    try {
      endpoint = new NioSocketChannel();
    } catch (ChannelException e) {
      // Not the endpoint's fault: no file descriptor is left, and another endpoint needs one too.
      session.abandoned();
      refuse(session, Refusal.UNREACHABLE);
      return;
    }
    RelayContext.configure(endpoint);
    endpoint.config().setConnectTimeoutMillis((int) Math.max(1, session.patience().toMillis()));
    TcpRelay relay = new TcpRelay(client, endpoint, context, session);
    endpoint.pipeline().addLast(relay.fromEndpoint());
    EventLoop loop = client.eventLoop();
    loop.register(endpoint)
        .addListener(
            registered ->
                endpoint
                    .connect(address)
                    .addListener(
                        (ChannelFuture connected) -> {
                          if (connected.isSuccess()) {
                            connected(relay, endpoint, session);
                          } else {
                            RelayContext.close(endpoint);
                            failed(session, address, connected.cause());
                          }
                        }));
  }

  private void failed(Session session, InetSocketAddress address, Throwable cause) {
    LOG.debug("{}: {} cannot be reached: {}", port, address, cause.toString());
    session.failed();
    dial(session);
  }

  private void connected(TcpRelay relay, SocketChannel endpoint, Session session) {
    session.succeeded();
    if (!client.isOpen()) {
      RelayContext.reset(endpoint);
      return;
    }
    client.pipeline().replace(this, null, relay.fromClient());
    this.relay = relay;
    relay.start();
  }

  /** Resets both sides; from any thread. */
  Future<?> abort() {
    return client
        .eventLoop()
        .submit(
            () -> {
              if (relay == null) {
                RelayContext.reset(client);
              } else {
                relay.reset();
              }
            });
  }
}
