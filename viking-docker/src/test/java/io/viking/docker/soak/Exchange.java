package io.viking.docker.soak;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/**
 * A connection to a server that sends back what it gets. One that makes one request ends both
 * streams in order; one that stays makes as many as it is told to. Used by one thread.
 */
final class Exchange {
  private static final int LONGEST = 2_000;
  private static final long NEVER = Long.MAX_VALUE;

  private final SocketChannel channel;
  private final SelectionKey key;
  private final boolean stays;
  private final long limit;
  private final int port;
  private ByteBuffer out;
  private int answered;
  private long begin;
  private long deadline;

  /** What has become of it. */
  enum State {
    UNDER_WAY,
    ANSWERED,
    ENDED
  }

  /** An answer that is not what was sent. */
  static final class WrongAnswerException extends IOException {
    private static final long serialVersionUID = 1;

    WrongAnswerException(String message) {
      super(message);
    }
  }

  private Exchange(SocketChannel channel, SelectionKey key, boolean stays, long limit)
      throws IOException {
    this.channel = channel;
    this.key = key;
    this.stays = stays;
    this.limit = limit;
    this.port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
    this.out = ByteBuffer.allocate(0);
    key.attach(this);
  }

  /**
   * Begins to connect, and to make the first request.
   *
   * @param limit nanoseconds that a request may take, the connecting included
   */
  static Exchange begin(
      Selector selector, InetSocketAddress target, boolean stays, long number, long limit)
      throws IOException {
    SocketChannel channel = SocketChannel.open();
    channel.configureBlocking(false);
    channel.bind(null);
    SelectionKey key = channel.register(selector, SelectionKey.OP_CONNECT);
    Exchange exchange = new Exchange(channel, key, stays, limit);
    exchange.request(number);
    if (channel.connect(target)) {
      key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
    }
    return exchange;
  }

  private void request(long number) {
    byte[] text = new byte[(int) (8 + number * 131 % LONGEST)];
    byte[] digits = Long.toString(number).getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < text.length; i++) {
      text[i] = digits[i % digits.length];
    }
    out = ByteBuffer.wrap(text);
    answered = 0;
    begin = System.nanoTime();
    deadline = begin + limit;
  }

  /** Makes another request on one that stays; false: the last one has not been answered yet. */
  boolean repeat(long number) throws IOException {
    if (deadline != NEVER) {
      return false;
    }
    request(number);
    write();
    return true;
  }

  /** Does what can be done now. */
  State proceed(ByteBuffer buffer) throws IOException {
    if (key.isConnectable()) {
      channel.finishConnect();
      key.interestOps(SelectionKey.OP_READ);
      write();
    } else if (key.isWritable()) {
      write();
    }
    return key.isReadable() ? read(buffer) : State.UNDER_WAY;
  }

  private void write() throws IOException {
    channel.write(out);
    key.interestOps(
        out.hasRemaining() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
  }

  private State read(ByteBuffer buffer) throws IOException {
    buffer.clear();
    int count = channel.read(buffer);
    if (count < 0) {
      return end();
    }
    buffer.flip();
    while (buffer.hasRemaining()) {
      if (answered == out.limit() || buffer.get() != out.get(answered)) {
        throw new WrongAnswerException(
            "byte %d of %d is another one".formatted(answered, out.limit()));
      }
      answered++;
    }
    if (count == 0 || answered < out.limit()) {
      return State.UNDER_WAY;
    }
    if (stays) {
      deadline = NEVER;
    } else {
      channel.shutdownOutput();
    }
    return State.ANSWERED;
  }

  private State end() throws IOException {
    if (stays || answered < out.limit()) {
      throw new IOException("it ended after %d of %d bytes".formatted(answered, out.limit()));
    }
    channel.close();
    return State.ENDED;
  }

  /** Whether it has taken longer than it may. */
  boolean isLate(long now) {
    return deadline != NEVER && now - deadline > 0;
  }

  boolean stays() {
    return stays;
  }

  int port() {
    return port;
  }

  /** When its request began, on the clock of {@link System#nanoTime}. */
  long begin() {
    return begin;
  }

  /** How far it is, for messages. */
  String progress() {
    return (channel.isConnected() ? "connected" : "not connected")
        + ", %d of %d bytes answered".formatted(answered, out.limit());
  }

  /** Breaks it off. */
  void reset() {
    try {
      channel.setOption(StandardSocketOptions.SO_LINGER, 0);
      channel.close();
    } catch (IOException e) {
      // It is gone, which is what was wanted.
    }
  }
}
