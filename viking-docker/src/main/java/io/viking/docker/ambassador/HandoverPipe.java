package io.viking.docker.ambassador;

import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.Socket;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * A unix socket by which two processes exchange texts and descriptors. Waits by asking again, as
 * these sockets never block: fit for a few milliseconds. Not thread-safe.
 */
final class HandoverPipe implements AutoCloseable {
  private static final long PAUSE = Duration.ofNanos(200_000).toNanos();
  private static final long LONG_PAUSE = Duration.ofMillis(5).toNanos();
  private static final int LONGEST_TEXT = 64 * 1024 * 1024;

  /** From Linux's socket.h; of the same numbers on all its platforms that Netty has epoll for. */
  private static final int SOL_SOCKET = 1;

  private static final int SO_PEERCRED = 17;

  private final Socket socket;
  private long deadline;
  private long nextPause = PAUSE;
  private volatile boolean ended;

  HandoverPipe(Socket socket) {
    this.socket = socket;
  }

  /**
   * @throws IOException if nobody listens there, or only others than this user and root
   */
  static HandoverPipe connect(Path path, Duration limit) throws IOException {
    HandoverPipe pipe = new HandoverPipe(Socket.newSocketDomain());
    try {
      pipe.within(limit);
      while (!pipe.socket.connect(new DomainSocketAddress(path.toString()))) {
        pipe.pause("a free place in its queue");
      }
      pipe.requireSameUser();
      return pipe;
    } catch (IOException | RuntimeException e) {
      pipe.close();
      throw e;
    }
  }

  /** From now on everything has to be done by then, or throws. */
  void within(Duration limit) {
    deadline = System.nanoTime() + limit.toNanos();
    nextPause = PAUSE;
  }

  /** From now on waits for as long as it takes, at little cost, and is slower to notice. */
  void patiently() {
    within(Duration.ofDays(365));
    nextPause = LONG_PAUSE;
  }

  /** Makes whoever waits for something throw instead. May be called by any thread. */
  void end() {
    ended = true;
  }

  /** Whether the other process has ended or closed it; what it has sent is lost. */
  boolean isAbandoned() {
    ByteBuffer lost = ByteBuffer.allocateDirect(1024);
    try {
      int got = socket.read(lost, 0, lost.capacity());
      while (got > 0) {
        got = socket.read(lost, 0, lost.capacity());
      }
      return got < 0;
    } catch (IOException e) {
      return true;
    }
  }

  /**
   * @throws IOException if the other process is neither this user's nor root's
   */
  void requireSameUser() throws IOException {
    ByteBuffer credentials = ByteBuffer.allocateDirect(12).order(ByteOrder.nativeOrder());
    socket.getRawOpt(SOL_SOCKET, SO_PEERCRED, credentials);
    int user = credentials.getInt(4);
    if (user != 0 && user != user()) {
      throw new IOException("the process at the other end is user " + user + "'s");
    }
  }

  private static int user() throws IOException {
    return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
  }

  void writeText(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    ByteBuffer buffer = ByteBuffer.allocateDirect(4 + bytes.length);
    buffer.putInt(bytes.length).put(bytes).flip();
    while (buffer.hasRemaining()) {
      int written = socket.write(buffer, buffer.position(), buffer.limit());
      if (written > 0) {
        buffer.position(buffer.position() + written);
      } else {
        pause("room for a text");
      }
    }
  }

  String readText() throws IOException {
    int length = read(4).getInt();
    if (length < 0 || length > LONGEST_TEXT) {
      throw new IOException("a text of " + length + " bytes");
    }
    return StandardCharsets.UTF_8.decode(read(length)).toString();
  }

  /** Exactly so many bytes: a byte more could be the one that carries a descriptor. */
  private ByteBuffer read(int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocateDirect(length);
    while (buffer.hasRemaining()) {
      int got = socket.read(buffer, buffer.position(), buffer.limit());
      if (got < 0) {
        throw new EOFException("the other process has closed the connection");
      }
      if (got == 0) {
        pause("a text");
      }
      buffer.position(buffer.position() + got);
    }
    return buffer.flip();
  }

  void writeDescriptor(int descriptor) throws IOException {
    while (socket.sendFd(descriptor) < 0) {
      pause("room for a descriptor");
    }
  }

  Socket readDescriptor() throws IOException {
    int descriptor = socket.recvFd();
    while (descriptor == 0) {
      pause("a descriptor");
      descriptor = socket.recvFd();
    }
    if (descriptor < 0) {
      throw new EOFException("the other process has closed the connection");
    }
    return new Socket(descriptor);
  }

  private void pause(String what) throws IOException {
    if (ended) {
      throw new IOException("ended while it waited for " + what);
    }
    if (System.nanoTime() - deadline >= 0) {
      throw new SocketTimeoutException("the other process is too slow: waited for " + what);
    }
    LockSupport.parkNanos(nextPause);
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // Closed all the same; what was sent is the other's.
    }
  }
}
