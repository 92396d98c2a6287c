package io.viking.docker.ambassador;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import io.viking.model.Protocol;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The data path on Netty's NIO channels: works on every platform, both sides of a connection on one
 * event loop. Thread-safe.
 */
final class NioDataPath implements DataPath {
  private static final Logger LOG = LoggerFactory.getLogger(NioDataPath.class);
  private static final String THREADS = "viking-ambassador";
  private static final int MOST_SECONDS = 5;

  private final EventLoopGroup loops;
  private final RelayContext context;
  private final Map<PortKey, Channel> listeners = new ConcurrentHashMap<>();
  private final Set<TcpConnection> connections = ConcurrentHashMap.newKeySet();

  /** To be loaded now: once no descriptor is left, a class that is not in a jar never can be. */
  private static final List<Class<?>> NEEDED =
      List.of(RelaySide.class, TcpConnection.class, TcpRelay.class);

  NioDataPath(Switchboard switchboard, AmbassadorOptions options) {
    LOG.debug("loaded {}", NEEDED);
    loops =
        new MultiThreadIoEventLoopGroup(
            options.eventLoops(),
            new DefaultThreadFactory(THREADS, true),
            NioIoHandler.newFactory());
    context = new RelayContext(switchboard, options, new Names(THREADS + "-names"));
  }

  @Override
  public CompletionStage<Void> open(PortKey port) {
    CompletableFuture<Void> opened = new CompletableFuture<>();
    if (port.protocol() == Protocol.SCTP) {
      opened.completeExceptionally(new IOException("SCTP is not relayed"));
      return opened;
    }
    try {
      bind(port, port.protocol() == Protocol.TCP ? tcpListener(port) : udpListener(port), opened);
    } catch (ChannelException e) {
      opened.completeExceptionally(e);
    }
    return opened;
  }

  private Channel tcpListener(PortKey port) {
    NioServerSocketChannel channel = new NioServerSocketChannel();
    channel.config().setReuseAddress(true);
    channel
        .pipeline()
        .addLast(
            new TcpAcceptor(
                loops,
                context.switchboard(),
                client -> new TcpConnection(client, port, context, connections)));
    return channel;
  }

  private Channel udpListener(PortKey port) {
    NioDatagramChannel channel = new NioDatagramChannel();
    UdpEndpoint.configure(channel);
    channel.pipeline().addLast(new UdpListener(port, context));
    return channel;
  }

  private void bind(PortKey port, Channel channel, CompletableFuture<Void> opened) {
    InetSocketAddress address = new InetSocketAddress(context.options().bindAddress(), port.port());
    EventLoop loop = loops.next();
    loop.register(channel)
        .addListener(
            (ChannelFuture registered) -> {
              if (!registered.isSuccess()) {
                fail(channel, opened, registered.cause());
                return;
              }
              channel
                  .bind(address)
                  .addListener((ChannelFuture bound) -> bound(port, bound, opened));
            });
  }

  private void bound(PortKey port, ChannelFuture bound, CompletableFuture<Void> opened) {
    Channel channel = bound.channel();
    if (!bound.isSuccess()) {
      fail(channel, opened, bound.cause());
      return;
    }
    listeners.put(port, channel);
    channel.closeFuture().addListener(closed -> listeners.remove(port, channel));
    opened.complete(null);
  }

  private static void fail(Channel channel, CompletableFuture<Void> opened, Throwable cause) {
    channel.unsafe().closeForcibly();
    opened.completeExceptionally(cause);
  }

  @Override
  public CompletionStage<Void> close(PortKey port) {
    Channel channel = listeners.remove(port);
    if (channel == null) {
      return CompletableFuture.completedFuture(null);
    }
    CompletableFuture<Void> closed = new CompletableFuture<>();
    channel.close().addListener(done -> completeAfterSelect(channel, closed));
    return closed;
  }

  /** Java closes a socket that is registered with a selector at that one's next select. */
  private static void completeAfterSelect(Channel channel, CompletableFuture<Void> closed) {
    try {
      // A task that is scheduled runs after the select that follows.
      var unused =
          channel.eventLoop().schedule(() -> closed.complete(null), 1, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException ending) {
      closed.complete(null);
    }
  }

  @Override
  public void close() {
    context.names().close();
    awaitAll(listeners.values().stream().map(Channel::close).toList());
    // An event loop that is told to end closes what is left in order: as if all had been sent.
    awaitAll(connections.stream().map(TcpConnection::abort).toList());
    loops
        .shutdownGracefully(0, MOST_SECONDS, TimeUnit.SECONDS)
        .awaitUninterruptibly(2 * MOST_SECONDS, TimeUnit.SECONDS);
  }

  private static void awaitAll(List<? extends Future<?>> futures) {
    futures.forEach(future -> future.awaitUninterruptibly(MOST_SECONDS, TimeUnit.SECONDS));
  }
}
