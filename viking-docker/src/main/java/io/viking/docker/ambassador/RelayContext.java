package io.viking.docker.ambassador;

import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;

/**
 * What every connection of a data path needs.
 *
 * @param switchboard who may connect, and where to
 * @param options the time-outs and limits
 * @param names what resolves endpoints that are registered by host name
 */
record RelayContext(Switchboard switchboard, AmbassadorOptions options, Names names) {
  // At most this many buffers of 64 KB are read before it is asked whether the other side keeps up.
  private static final int READS_IN_A_ROW = 4;

  /** The options of both sides of a TCP connection. */
  static void configure(SocketChannel channel) {
    ChannelConfig config = channel.config();
    config.setAutoRead(false);
    // A failed write must not close the channel: what the peer sent before is still to be read.
    config.setAutoClose(false);
    config.setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    config.setOption(ChannelOption.TCP_NODELAY, true);
    config.setOption(ChannelOption.SO_KEEPALIVE, true);
    config.setRecvByteBufAllocator(
        new AdaptiveRecvByteBufAllocator().maxMessagesPerRead(READS_IN_A_ROW));
  }

  /** Closes with a reset, so that the peer cannot take it for an end of what was sent. */
  static void reset(Channel channel) {
    try {
      channel.config().setOption(ChannelOption.SO_LINGER, 0);
    } catch (ChannelException e) {
      // Its peer was faster; there is nobody left to tell.
    }
    close(channel);
  }

  /** Closes in order; how that went concerns nobody. */
  @SuppressWarnings("FutureReturnValueIgnored")
  static void close(Channel channel) {
    channel.close();
  }

  /** Sends what need not arrive. */
  @SuppressWarnings("FutureReturnValueIgnored")
  static void send(Channel channel, Object datagram) {
    channel.writeAndFlush(datagram);
  }
}
