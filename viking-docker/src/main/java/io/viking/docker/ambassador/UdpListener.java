package io.viking.docker.ambassador;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The flows of one UDP listener, one for each source address and port. */
final class UdpListener extends SimpleChannelInboundHandler<DatagramPacket> {
  private static final Logger LOG = LoggerFactory.getLogger(UdpListener.class);

  private final PortKey port;
  private final RelayContext context;

  /** In the order of their last datagram from the client: the first one is idle the longest. */
  private final LinkedHashMap<InetSocketAddress, UdpFlow> flows =
      new LinkedHashMap<>(16, .75f, true);

  UdpListener(PortKey port, RelayContext context) {
    this.port = port;
    this.context = context;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, DatagramPacket packet) {
    InetSocketAddress source = packet.sender();
    UdpFlow flow = flows.get(source);
    if (flow != null && !flow.isCurrent()) {
      flow.close();
      flow = null;
    }
    if (flow == null) {
      flow = open((DatagramChannel) ctx.channel(), source);
    }
    flow.send(packet.content().retain());
  }

  private UdpFlow open(DatagramChannel listener, InetSocketAddress source) {
    if (flows.size() >= context.options().maxUdpFlows()) {
      flows.values().iterator().next().close();
    }
    Session session = context.switchboard().open(source, port);
    UdpFlow flow = new UdpFlow(listener, session, context, () -> flows.remove(source));
    flows.put(source, flow);
    flow.start();
    return flow;
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    List.copyOf(flows.values()).forEach(UdpFlow::close);
  }

  /** One datagram could not be sent or received: the others are not affected. */
  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    LOG.debug("{}: {}", port, cause.toString());
  }
}
