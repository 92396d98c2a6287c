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
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The datagrams of one source to one endpoint, through a socket of their own; answers go back from
 * the listener's address. Used on the listener's event loop only.
 */
final class UdpFlow {
  private static final int MOST_WAITING = 16;
  private static final int LARGEST_DATAGRAM = 65_535;

  private final DatagramChannel listener;
  private final InetSocketAddress source;
  private final PortKey port;
  private final RelayContext context;
  private final Queue<ByteBuf> waiting = new ArrayDeque<>();
  private Runnable onClose = () -> {};
  private @Nullable Route route;
  private @Nullable Backend backend;
  private @Nullable DatagramChannel endpoint;
  private @Nullable Future<?> idleCheck;
  private boolean connected;
  private boolean closed;
  private long lastMove;

  UdpFlow(DatagramChannel listener, InetSocketAddress source, PortKey port, RelayContext context) {
    this.listener = listener;
    this.source = source;
    this.port = port;
    this.context = context;
  }

  /** Netty's default would cut datagrams to 2048 bytes. */
  static void configure(DatagramChannel channel) {
    channel.config().setRecvByteBufAllocator(new FixedRecvByteBufAllocator(LARGEST_DATAGRAM));
  }

  void whenClosed(Runnable action) {
    onClose = action;
  }

  void start() {
    context.switchboard().traffic().opened();
    moved();
    watch(context.options().udpIdleTimeout().toNanos());
    Verdict verdict = context.switchboard().verdict(source.getAddress(), port);
    if (verdict != Verdict.UNKNOWN) {
      decided(verdict);
      return;
    }
    context
        .switchboard()
        .hold(source.getAddress(), port)
        .whenComplete((answer, failure) -> loop().execute(() -> decided(answer)));
  }

  private EventLoop loop() {
    return listener.eventLoop();
  }

  private void decided(Verdict verdict) {
    if (closed) {
      return;
    }
    if (verdict != Verdict.PERMITTED) {
      refuse(verdict.refusal());
      return;
    }
    context
        .switchboard()
        .route(port)
        .ifPresentOrElse(this::choose, () -> refuse(Refusal.NO_ENDPOINT));
  }

  private void refuse(Refusal reason) {
    context.switchboard().traffic().refused(reason);
    close();
  }

  private void choose(Route chosen) {
    route = chosen;
    chosen.next().ifPresentOrElse(next -> resolve(chosen, next), () -> refuse(chosen.refusal()));
  }

  private void resolve(Route chosen, Backend next) {
    backend = next;
    context
        .names()
        .resolve(next.address(), loop(), chosen.patience())
        .addListener(
            (Future<InetSocketAddress> resolved) -> {
              if (closed) {
                return;
              }
              if (resolved.isSuccess()) {
                connect(resolved.getNow());
              } else {
                unreachable();
                choose(chosen);
              }
            });
  }

  private void connect(InetSocketAddress address) {
    NioDatagramChannel channel;
    try {
      channel = new NioDatagramChannel();
    } catch (ChannelException e) {
      context.switchboard().traffic().localFailure();
      refuse(Refusal.UNREACHABLE);
      return;
    }
    endpoint = channel;
    configure(channel);
    channel.pipeline().addLast(new Answers());
    loop()
        .register(channel)
        .addListener(
            registered ->
                channel
                    .connect(address)
                    .addListener((ChannelFuture done) -> connected(channel, done)));
  }

  private void connected(DatagramChannel channel, ChannelFuture done) {
    if (closed) {
      RelayContext.close(channel);
    } else if (!done.isSuccess()) {
      unreachable();
      refuse(Refusal.UNREACHABLE);
    } else {
      connected = true;
      waiting.forEach(datagram -> RelayContext.send(channel, datagram));
      waiting.clear();
    }
  }

  /** Takes over one datagram; drops it, as UDP may, where the way is full or closed. */
  void send(ByteBuf datagram) {
    moved();
    int size = datagram.readableBytes();
    DatagramChannel channel = endpoint;
    if (!closed && connected && channel != null && channel.isWritable()) {
      RelayContext.send(channel, datagram);
    } else if (!closed && !connected && waiting.size() < MOST_WAITING) {
      waiting.add(datagram);
    } else {
      datagram.release();
      return;
    }
    context.switchboard().traffic().fromClients().add(size);
  }

  /** Whether its source may still use it and its endpoint is still one: UDP has no end. */
  boolean isCurrent() {
    Route chosen = route;
    Backend taken = backend;
    if (chosen == null || taken == null) {
      return true;
    }
    return chosen.isCurrent(taken)
        && context.switchboard().verdict(source.getAddress(), port) == Verdict.PERMITTED;
  }

  private void moved() {
    lastMove = loop().ticker().nanoTime();
  }

  private void watch(long delay) {
    idleCheck = loop().schedule(this::checkIdle, delay, TimeUnit.NANOSECONDS);
  }

  private void checkIdle() {
    long idle = context.options().udpIdleTimeout().toNanos();
    long left = idle - (loop().ticker().nanoTime() - lastMove);
    if (closed) {
      return;
    }
    if (left > 0) {
      watch(left);
    } else {
      close();
    }
  }

  /** The endpoint is set aside; the next datagram of this source opens a flow to another. */
  private void unreachable() {
    Route chosen = route;
    Backend taken = backend;
    backend = null;
    if (chosen != null && taken != null) {
      chosen.failed(taken);
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
    if (backend != null) {
      backend.release();
    }
    if (endpoint != null) {
      RelayContext.close(endpoint);
    }
    context.switchboard().traffic().closed();
    onClose.run();
  }

  /** What the endpoint sends back. */
  private final class Answers extends SimpleChannelInboundHandler<DatagramPacket> {
    @Override
    protected void channelRead0(ChannelHandlerContext ctx, DatagramPacket packet) {
      moved();
      Backend answering = backend;
      if (answering != null) {
        answering.succeeded();
      }
      context.switchboard().traffic().fromEndpoints().add(packet.content().readableBytes());
      if (listener.isWritable()) {
        RelayContext.send(listener, new DatagramPacket(packet.content().retain(), source));
      }
    }

    /** Nobody listens there, says the endpoint's host. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      if (!closed) {
        unreachable();
        close();
      }
    }
  }
}
