package io.viking.docker.ambassador;

import io.netty.buffer.ByteBuf;
import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoEvent;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.epoll.LinuxSocket;
import io.netty.channel.epoll.Native;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One descriptor of a connection and what epoll has told about it. Registered once, edge-triggered:
 * what was told holds until a system call finds otherwise. Used on its event loop only.
 */
final class EpollSide implements EpollIoHandle {
  // From Linux's sys/epoll.h; Netty names only those that it uses itself.
  private static final int EPOLLPRI = 0x002;
  private static final int EPOLLHUP = 0x010;

  private static final EpollIoOps ALL =
      EpollIoOps.valueOf(
          Native.EPOLLIN | Native.EPOLLOUT | Native.EPOLLRDHUP | EPOLLPRI | Native.EPOLLET);
  private static final int FAILURE = Native.EPOLLERR | EPOLLHUP;
  private static final int INPUT = Native.EPOLLIN | Native.EPOLLRDHUP | FAILURE;

  private final EpollConnection connection;
  private final EpollLoop loop;
  private final FileDescriptor descriptor;
  private @Nullable IoRegistration registration;
  private boolean readable;
  private boolean writable = true;
  private boolean endSeen;
  private boolean urgent;
  private boolean failureSeen;
  private boolean closed;

  // What an accepted connection has from its listener, a new one gets once it matters: most are
  // over after one write and within a second, and each option is a system call.
  private boolean prompt;
  private boolean keptAlive;
  private boolean written;

  private EpollSide(
      EpollConnection connection, EpollLoop loop, FileDescriptor descriptor, boolean inherits) {
    this.connection = connection;
    this.loop = loop;
    this.descriptor = descriptor;
    this.prompt = inherits;
    this.keptAlive = inherits;
  }

  /** The side that a listener has accepted. */
  static EpollSide accepted(EpollConnection connection, EpollLoop loop, FileDescriptor descriptor) {
    return new EpollSide(connection, loop, descriptor, true);
  }

  /** The side that is being connected. */
  static EpollSide connecting(EpollConnection connection, EpollLoop loop, LinuxSocket socket) {
    return new EpollSide(connection, loop, socket, false);
  }

  static LinuxSocket newSocket(boolean six) {
    return LinuxSocket.newSocketStream(
        six ? SocketProtocolFamily.INET6 : SocketProtocolFamily.INET);
  }

  void register() {
    IoRegistration registered = loop.register(this);
    registration = registered;
    registered.submit(ALL);
  }

  boolean isRegistered() {
    return registration != null;
  }

  @Override
  public FileDescriptor fd() {
    return descriptor;
  }

  @Override
  public void handle(IoRegistration registered, IoEvent event) {
    if (closed) {
      return;
    }
    int told = ((EpollIoEvent) event).ops().value();
    readable |= (told & INPUT) != 0;
    writable |= (told & (Native.EPOLLOUT | FAILURE)) != 0;
    endSeen |= (told & Native.EPOLLRDHUP) != 0;
    urgent |= (told & EPOLLPRI) != 0;
    failureSeen |= (told & FAILURE) != 0;
    try {
      connection.ready(this);
    } catch (RuntimeException | Error e) {
      // The event loop would end of it, and all its connections with it.
      connection.broken(e);
    }
  }

  boolean isReadable() {
    return readable;
  }

  /** There may be something to read that epoll has not told of. */
  void mayBeReadable() {
    readable = true;
  }

  boolean isWritable() {
    return writable;
  }

  /** Whether the peer, or the network, has ended both directions at once. */
  boolean failureSeen() {
    return failureSeen;
  }

  void forgetFailure() {
    failureSeen = false;
  }

  /**
   * Reads into that buffer from its start.
   *
   * @return how many bytes; 0: none now; -1: the end
   * @throws IOException if the peer has reset the connection
   */
  int read(ByteBuf buffer) throws IOException {
    int bytes = descriptor.readAddress(buffer.memoryAddress(), 0, buffer.capacity());
    if (bytes == 0) {
      readable = false;
    }
    return bytes;
  }

  /**
   * To be called after a read that did not fill its buffer: it has emptied the socket, unless
   * urgent data stopped it, and if the end had come in before, then that is next.
   *
   * @return whether the end is reached
   */
  boolean emptied() {
    if (urgent) {
      return false;
    }
    if (!endSeen) {
      readable = false;
    }
    return endSeen;
  }

  /**
   * Writes from that position on.
   *
   * @return how many bytes; fewer than that are left: it is not writable any more
   * @throws IOException if the peer takes no more
   */
  int write(ByteBuf from, int start, int end) throws IOException {
    beforeWrite();
    int bytes = descriptor.writeAddress(from.memoryAddress(), start, end);
    if (bytes < end - start) {
      writable = false;
    }
    return bytes;
  }

  /** Moves bytes into a pipe; 0: none now, or the end. */
  int spliceTo(EpollPipes.Pipe pipe, int most) throws IOException {
    return Native.splice(descriptor.intValue(), -1, pipe.in().intValue(), -1, most);
  }

  /** Moves bytes out of a pipe; 0: it is not writable any more. */
  int spliceFrom(EpollPipes.Pipe pipe, int bytes) throws IOException {
    beforeWrite();
    int moved = Native.splice(pipe.out().intValue(), -1, descriptor.intValue(), -1, bytes);
    if (moved == 0) {
      writable = false;
    }
    return moved;
  }

  /** Nothing delays the first segment; a further one would wait until it is acknowledged. */
  private void beforeWrite() throws IOException {
    if (!prompt && written) {
      prompt = true;
      socket().setTcpNoDelay(true);
    }
    written = true;
  }

  /** Has the kernel look whether the peer is still there when nothing moves. */
  void keepAlive() {
    if (!keptAlive) {
      keptAlive = true;
      try {
        socket().setKeepAlive(true);
      } catch (IOException e) {
        // It is ending; reading will tell.
      }
    }
  }

  /** Tells the peer that no more will come. */
  void shutdownOutput() {
    try {
      socket().shutdown(false, true);
    } catch (IOException e) {
      // It has gone; reading will tell.
      readable = true;
    }
  }

  private Socket socket() {
    return descriptor instanceof Socket socket ? socket : new Socket(descriptor.intValue());
  }

  /** Closes with a reset, so that the peer cannot take it for an end of what was sent. */
  void reset() {
    if (!closed) {
      try {
        socket().setSoLinger(0);
      } catch (IOException e) {
        // Its peer was faster; there is nobody left to tell.
      }
    }
    finish();
  }

  /** Closes in order. Repeating it is harmless. */
  void finish() {
    if (!closed) {
      closed = true;
      loop.bury(descriptor, registration);
    }
  }

  /** The event loop ends. */
  @Override
  public void close() {
    connection.abort();
  }
}
