package io.viking.docker.ambassador;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.ReferenceCountUtil;
import java.util.function.LongConsumer;

/**
 * One direction of a relay: the handler of the channel that is read from. It reads on only while
 * the other channel keeps up.
 */
final class RelaySide extends ChannelInboundHandlerAdapter {
  private final TcpRelay relay;
  private final SocketChannel from;
  private final SocketChannel to;
  private final LongConsumer bytes;
  private final ChannelFutureListener written = this::written;
  private boolean inputEnded;
  private boolean ended;
  private boolean cut;

  RelaySide(TcpRelay relay, SocketChannel from, SocketChannel to, LongConsumer bytes) {
    this.relay = relay;
    this.from = from;
    this.to = to;
    this.bytes = bytes;
  }

  boolean hasEnded() {
    return ended;
  }

  /** Reads on, if there is more to come and the other channel can take it. */
  void more() {
    if (!inputEnded && !ended && to.isWritable()) {
      from.read();
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (ended || relay.isOver()) {
      ReferenceCountUtil.release(message);
      return;
    }
    relay.moved();
    bytes.accept(((ByteBuf) message).readableBytes());
    to.write(message).addListener(written);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    to.flush();
    more();
  }

  /** This channel can be written to again, so the opposite direction may read on. */
  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    if (from.isWritable()) {
      relay.opposite(this).more();
    }
  }

  private void written(ChannelFuture write) {
    if (write.isSuccess()) {
      relay.moved();
    } else {
      // The receiver takes no more. What it sent before is still passed on, to its end.
      cut = true;
      end();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof ChannelInputShutdownEvent && !inputEnded) {
      inputEnded = true;
      // An empty write completes after all before it: only then may the end be passed on.
      to.writeAndFlush(Unpooled.EMPTY_BUFFER)
          .addListener(
              flushed -> {
                if (flushed.isSuccess() && !relay.isOver()) {
                  to.shutdownOutput().addListener(shut -> end());
                } else {
                  end();
                }
              });
    }
  }

  /** Whether the receiver went away before it had all. */
  boolean isCut() {
    return cut;
  }

  private void end() {
    ended = true;
    relay.ended();
  }

  /** Reading failed, mostly because of a reset; Netty would go on to report an end of input. */
  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    relay.resetBy(this);
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    relay.resetBy(this);
  }
}
