package io.viking.docker.ambassador;

import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandler;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes in the connections of one TCP listener and spreads them over the event loops. */
final class TcpAcceptor extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(TcpAcceptor.class);
  private static final int PAUSE_SECONDS = 1;

  private final EventLoopGroup loops;
  private final Switchboard switchboard;
  private final Function<SocketChannel, ChannelInboundHandler> connection;

  TcpAcceptor(
      EventLoopGroup loops,
      Switchboard switchboard,
      Function<SocketChannel, ChannelInboundHandler> connection) {
    this.loops = loops;
    this.switchboard = switchboard;
    this.connection = connection;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object accepted) {
    SocketChannel client = (SocketChannel) accepted;
    RelayContext.configure(client);
    client.pipeline().addLast(connection.apply(client));
    loops
        .register(client)
        .addListener(
            (ChannelFuture registered) -> {
              if (!registered.isSuccess()) {
                client.unsafe().closeForcibly();
              }
            });
  }

  /** Out of file descriptors, say: to try again at once would only burn the processor. */
  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    switchboard.localFailure();
    Channel listener = ctx.channel();
    ChannelConfig config = listener.config();
    if (!config.isAutoRead()) {
      return;
    }
    LOG.warn(
        "cannot accept connections on {}, next try in {} s: {}. Fix: raise the limit of open files"
            + " (ulimit -n, LimitNOFILE) if it is reached",
        listener.localAddress(),
        PAUSE_SECONDS,
        cause.toString());
    config.setAutoRead(false);
    ScheduledFuture<?> unused =
        ctx.executor().schedule(() -> config.setAutoRead(true), PAUSE_SECONDS, TimeUnit.SECONDS);
  }
}
