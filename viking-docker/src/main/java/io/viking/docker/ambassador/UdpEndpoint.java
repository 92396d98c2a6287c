package io.viking.docker.ambassador;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** The endpoint's side of one UDP flow. Used on the flow's event loop only. */
final class UdpEndpoint {
  private static final int LARGEST_DATAGRAM = 65_535;

  private final Session session;
  private final EventLoop loop;
  private final RelayContext context;
  private final Flow flow;
  private @Nullable DatagramChannel channel;
  private boolean closed;

  UdpEndpoint(Session session, EventLoop loop, RelayContext context, Flow flow) {
    this.session = session;
    this.loop = loop;
    this.context = context;
    this.flow = flow;
  }

  /** What it tells its flow. */
  interface Flow {
    /** Datagrams can be sent. */
    void connected();

    /** There is no endpoint that datagrams could be sent to. */
    void refused(Refusal reason);

    /** The endpoint has sent that; not to be kept. */
    void answered(ByteBuf datagram);

    /** Nobody listens there, says the endpoint's host. */
    void lost();
  }

  /** Netty's default would cut datagrams to 2048 bytes. */
  static void configure(DatagramChannel channel) {
    channel.config().setRecvByteBufAllocator(new FixedRecvByteBufAllocator(LARGEST_DATAGRAM));
  }

  void dial() {
    session.next().ifPresentOrElse(this::resolve, () -> flow.refused(session.refusal()));
  }

  private void resolve(Backend next) {
    context
        .names()
        .resolve(next.address(), loop, session.patience())
        .addListener(
            (Future<InetSocketAddress> resolved) -> {
              if (closed) {
                return;
              }
              if (resolved.isSuccess()) {
                connect(resolved.getNow());
              } else {
                session.failed();
                dial();
              }
            });
  }

  private void connect(InetSocketAddress address) {
    NioDatagramChannel socket;
    try {
      socket = new NioDatagramChannel();
    } catch (ChannelException e) {
      session.abandoned();
      flow.refused(Refusal.UNREACHABLE);
      return;
    }
    configure(socket);
    socket.pipeline().addLast(new Answers());
    loop.register(socket)
        .addListener(
            registered ->
                socket
                    .connect(address)
                    .addListener((ChannelFuture connected) -> connected(socket, connected)));
  }

  private void connected(DatagramChannel socket, ChannelFuture done) {
    if (closed || !done.isSuccess()) {
      RelayContext.close(socket);
    }
    if (closed) {
      return;
    }
    if (done.isSuccess()) {
      channel = socket;
      flow.connected();
    } else {
      session.failed();
      dial();
    }
  }

  /** Takes over one datagram; drops it, as UDP may, where the way is full. */
  void send(ByteBuf datagram) {
    DatagramChannel socket = channel;
    if (socket != null && socket.isWritable()) {
      RelayContext.send(socket, datagram);
    } else {
      datagram.release();
    }
  }

  /** Whether it is still one of its service's endpoints. */
  boolean isCurrent() {
    return session.isCurrent();
  }

  void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (channel != null) {
      RelayContext.close(channel);
    }
  }

  private final class Answers extends SimpleChannelInboundHandler<DatagramPacket> {
    @Override
    protected void channelRead0(ChannelHandlerContext ctx, DatagramPacket packet) {
      if (!closed) {
        session.succeeded();
        flow.answered(packet.content());
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      if (!closed) {
        session.failed();
        flow.lost();
      }
    }
  }
}
