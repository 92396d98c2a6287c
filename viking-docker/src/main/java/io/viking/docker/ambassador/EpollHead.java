package io.viking.docker.ambassador;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The first bytes of a client, read before an endpoint has accepted its connection, so that they
 * can go out with the handshake; kept for the next endpoint if one fails. Used on its event loop
 * only.
 */
final class EpollHead {
  /** The most that is read, in bytes: more than that waits in the kernel. */
  private static final int MOST = 4 * 1024;

  private @Nullable ByteBuf left;
  private int length;
  private boolean ended;

  /**
   * Reads what has come by now. To be called once.
   *
   * @param buffer whose content may be overwritten
   * @throws IOException if the client has reset its connection
   */
  void fetch(EpollSide client, ByteBuf buffer) throws IOException {
    int bytes = client.read(buffer, MOST);
    if (bytes < 0) {
      ended = true;
    } else if (bytes > 0) {
      length = bytes;
      left = ByteBufAllocator.DEFAULT.directBuffer(bytes).writeBytes(buffer, 0, bytes);
    }
  }

  /** How many bytes came; 0: none yet. */
  int length() {
    return length;
  }

  /** Whether the client's end of stream came, and nothing before it. */
  boolean hasEnded() {
    return ended;
  }

  /**
   * Offers all to an endpoint that may not have accepted yet.
   *
   * @return whether it has taken some: so it has accepted
   * @throws IOException if it cannot be reached
   */
  boolean offer(EpollSide endpoint) throws IOException {
    ByteBuf all = left;
    if (all == null) {
      return false;
    }
    int written = endpoint.write(all, all.readerIndex(), all.writerIndex());
    all.skipBytes(written);
    if (!all.isReadable()) {
      release();
    }
    return written > 0;
  }

  /** What no endpoint has taken; null: nothing. It is the caller's to release. */
  @Nullable ByteBuf take() {
    ByteBuf taken = left;
    left = null;
    return taken;
  }

  void release() {
    if (left != null) {
      left.release();
      left = null;
    }
  }
}
