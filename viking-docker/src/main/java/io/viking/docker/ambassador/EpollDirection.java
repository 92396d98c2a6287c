package io.viking.docker.ambassador;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.io.IOException;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a connection. It reads on only after all that it has read is written; small
 * amounts go through the loop's buffer, large ones through a pipe, unseen. Used on its event loop
 * only.
 */
final class EpollDirection {
  private static final int MOST_TURNS = 16;

  /** So many full buffers in a row mean that there is a lot to come. */
  private static final int FULL_READS = 2;

  private static final int MOST_SPLICED = 1 << 20;
  private static final int LEAST_SPLICED = 8 * 1024;

  private final EpollLoop loop;
  private final EpollSide from;
  private final EpollSide to;
  private final LongConsumer count;
  private @Nullable ByteBuf rest;
  private EpollPipes.@Nullable Pipe pipe;
  private int inPipe;
  private int fullReads;
  private boolean inputEnded;
  private boolean ended;
  private boolean cut;

  EpollDirection(EpollLoop loop, EpollSide from, EpollSide to, LongConsumer count) {
    this.loop = loop;
    this.from = from;
    this.to = to;
    this.count = count;
  }

  /** Takes over what was read before there was a receiver. */
  void begin(EpollHead head) {
    rest = head.take();
    inputEnded = head.hasEnded();
    if (head.length() > 0) {
      count.accept(head.length());
    }
  }

  /** Nothing will be moved any more: all was, or the receiver takes no more. */
  boolean hasEnded() {
    return ended;
  }

  /** Whether the receiver went away before it had all. */
  boolean isCut() {
    return cut;
  }

  boolean inputHasEnded() {
    return inputEnded;
  }

  /**
   * Moves what can be moved now.
   *
   * @param last whether the other direction has ended, so that both are closed next
   * @return whether it stopped only for others to have their turn
   * @throws IOException if the sender has reset the connection
   */
  boolean pump(boolean last) throws IOException {
    for (int turn = 0; turn < MOST_TURNS; turn++) {
      if (ended || !flush()) {
        return cut;
      }
      if (inputEnded) {
        end(last);
        return false;
      }
      if (!from.isReadable()) {
        return false;
      }
      move();
    }
    return true;
  }

  private void end(boolean last) {
    ended = true;
    if (!last) {
      to.shutdownOutput();
    }
  }

  /** The receiver takes no more. What it sent before is still passed on, to its end. */
  void cut() {
    if (!ended) {
      ended = true;
      cut = true;
      release();
      to.mayBeReadable();
    }
  }

  private void move() throws IOException {
    if (fullReads >= FULL_READS && loop.pipes().allowed() && hasPipe()) {
      splice();
    } else {
      copy();
    }
  }

  private boolean hasPipe() {
    if (pipe == null) {
      pipe = loop.pipes().take();
    }
    return pipe != null;
  }

  private void copy() throws IOException {
    ByteBuf buffer = loop.buffer();
    int bytes = from.read(buffer, buffer.capacity());
    if (bytes < 0) {
      inputEnded = true;
      return;
    }
    if (bytes == 0) {
      return;
    }
    count.accept(bytes);
    if (bytes < buffer.capacity()) {
      fullReads = 0;
      inputEnded = from.emptied();
      if (inputEnded) {
        to.cork();
      }
    } else {
      fullReads++;
    }
    write(buffer, bytes);
  }

  private void write(ByteBuf buffer, int bytes) {
    try {
      int written = to.write(buffer, 0, bytes);
      if (written < bytes) {
        rest = ByteBufAllocator.DEFAULT.directBuffer(bytes - written);
        rest.writeBytes(buffer, written, bytes - written);
      }
    } catch (IOException e) {
      cut();
    }
  }

  private void splice() throws IOException {
    EpollPipes.Pipe taken = pipe;
    if (taken == null) {
      return;
    }
    int bytes = from.spliceTo(taken, MOST_SPLICED);
    if (bytes == 0) {
      // Nothing there, or the end: only a read can tell.
      copy();
      return;
    }
    count.accept(bytes);
    inPipe = bytes;
    if (bytes < LEAST_SPLICED) {
      fullReads = 0;
    }
  }

  /** Writes what was read before; false: not all of it could be. */
  private boolean flush() {
    try {
      return flushRest() && flushPipe();
    } catch (IOException e) {
      cut();
      return false;
    }
  }

  private boolean flushRest() throws IOException {
    ByteBuf left = rest;
    if (left == null) {
      return true;
    }
    if (!to.isWritable()) {
      return false;
    }
    left.skipBytes(to.write(left, left.readerIndex(), left.writerIndex()));
    if (left.isReadable()) {
      return false;
    }
    left.release();
    rest = null;
    return true;
  }

  private boolean flushPipe() throws IOException {
    while (inPipe > 0 && pipe != null) {
      if (!to.isWritable()) {
        return false;
      }
      inPipe -= to.spliceFrom(pipe, inPipe);
    }
    return true;
  }

  /** Gives up what was read and not written. */
  void release() {
    if (rest != null) {
      rest.release();
      rest = null;
    }
    if (pipe != null) {
      loop.pipes().giveBack(pipe, inPipe == 0);
      pipe = null;
      inPipe = 0;
    }
  }
}
