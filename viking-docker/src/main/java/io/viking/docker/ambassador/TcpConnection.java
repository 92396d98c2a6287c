package io.viking.docker.ambassador;

import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
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
    Traffic traffic = context.switchboard().traffic();
    traffic.opened();
    live.add(this);
    client
        .closeFuture()
        .addListener(
            closed -> {
              live.remove(this);
              traffic.closed();
            });
    InetSocketAddress source = client.remoteAddress();
    if (source == null) {
      RelayContext.close(client);
      return;
    }
    admit(source.getAddress());
  }

  private void admit(InetAddress source) {
    Verdict verdict = context.switchboard().verdict(source, port);
    if (verdict != Verdict.UNKNOWN) {
      decided(verdict);
      return;
    }
    context
        .switchboard()
        .hold(source, port)
        .whenComplete((answer, failure) -> client.eventLoop().execute(() -> decided(answer)));
  }

  private void decided(Verdict verdict) {
    if (!client.isOpen()) {
      return;
    }
    if (verdict != Verdict.PERMITTED) {
      refuse(verdict.refusal());
      return;
    }
    context
        .switchboard()
        .route(port)
        .ifPresentOrElse(this::dial, () -> refuse(Refusal.NO_ENDPOINT));
  }

  private void refuse(Refusal reason) {
    context.switchboard().traffic().refused(reason);
    LOG.debug("{}: refused {}: {}", port, client.remoteAddress(), reason);
    RelayContext.reset(client);
  }

  private void dial(Route route) {
    if (client.isOpen()) {
      route
          .next()
          .ifPresentOrElse(backend -> resolve(route, backend), () -> refuse(route.refusal()));
    }
  }

  private void resolve(Route route, Backend backend) {
    context
        .names()
        .resolve(backend.address(), client.eventLoop(), route.patience())
        .addListener(
            (Future<InetSocketAddress> resolved) -> {
              if (resolved.isSuccess()) {
                connect(route, backend, resolved.getNow());
              } else {
                failed(route, backend, resolved.cause());
              }
            });
  }

  private void connect(Route route, Backend backend, InetSocketAddress address) {
    NioSocketChannel endpoint;
    try {
      endpoint = new NioSocketChannel();
    } catch (ChannelException e) {
      // Not the endpoint's fault: no file descriptor is left, and another endpoint needs one too.
      context.switchboard().traffic().localFailure();
      backend.release();
      refuse(Refusal.UNREACHABLE);
      return;
    }
    RelayContext.configure(endpoint);
    endpoint.config().setConnectTimeoutMillis((int) Math.max(1, route.patience().toMillis()));
    TcpRelay relay = new TcpRelay(client, endpoint, context);
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
                            connected(relay, endpoint, backend);
                          } else {
                            RelayContext.close(endpoint);
                            failed(route, backend, connected.cause());
                          }
                        }));
  }

  private void failed(Route route, Backend backend, Throwable cause) {
    LOG.debug("{}: {} cannot be reached: {}", port, backend, cause.toString());
    route.failed(backend);
    dial(route);
  }

  private void connected(TcpRelay relay, SocketChannel endpoint, Backend backend) {
    backend.succeeded();
    endpoint.closeFuture().addListener(closed -> backend.release());
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
