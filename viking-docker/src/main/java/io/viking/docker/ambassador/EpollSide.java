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
 * One descriptor of a connection and what epoll has told about it, edge-triggered: what was told
 * holds until a system call finds otherwise. Used on its event loop only.
 */
final class EpollSide implements EpollIoHandle {
  // From Linux's sys/epoll.h; Netty names only those that it uses itself.
  private static final int EPOLLPRI = 0x002;
  private static final int EPOLLHUP = 0x010;

  // From Linux's netinet/in.h and netinet/tcp.h; see tcp(7).
  private static final int IPPROTO_TCP = 6;
  private static final int TCP_CORK = 3;
  private static final int TCP_QUICKACK = 12;

  private static final EpollIoOps INPUTS =
      EpollIoOps.valueOf(Native.EPOLLIN | Native.EPOLLRDHUP | EPOLLPRI | Native.EPOLLET);
  private static final EpollIoOps ALL = INPUTS.with(EpollIoOps.EPOLLOUT);
  private static final int FAILURE = Native.EPOLLERR | EPOLLHUP;
  private static final int INPUT = Native.EPOLLIN | Native.EPOLLRDHUP | FAILURE;

  private final EpollConnection connection;
  private final EpollLoop loop;
  private final FileDescriptor descriptor;
  private @Nullable IoRegistration registration;
  private @Nullable Socket socket;
  private boolean readable;
  private boolean writable = true;
  private boolean endSeen;
  private boolean outputWatched;
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

  /**
   * Begins to listen to epoll.
   *
   * @param connected whether it is; else epoll tells when
   */
  void register(boolean connected) {
    IoRegistration registered = loop.register(this);
    registration = registered;
    // Most never wait until they can write, and epoll would wake up for each to say that it can.
    outputWatched = !(connected && writable);
    registered.submit(outputWatched ? ALL : INPUTS);
  }

  /** The kernel takes no more: epoll is to tell when it does again. */
  private void filled() {
    writable = false;
    IoRegistration registered = registration;
    if (registered != null && !outputWatched) {
      outputWatched = true;
      registered.submit(ALL);
    }
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

  /**
   * Reads into that buffer from its start, up to so many bytes.
   *
   * @return how many bytes; 0: none now; -1: the end
   * @throws IOException if the peer has reset the connection
   */
  int read(ByteBuf buffer, int most) throws IOException {
    int bytes = descriptor.readAddress(buffer.memoryAddress(), 0, most);
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
      filled();
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
      filled();
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

  /** What is written from now on waits for the end, which comes next, and goes out with it. */
  void cork() {
    try {
      socket().setIntOpt(IPPROTO_TCP, TCP_CORK, 1);
    } catch (IOException e) {
      // It is ending; writing will tell.
    }
  }

  /**
   * To be called before connecting, where something is to be written at once: that acknowledges the
   * handshake too, which else takes a packet of its own.
   */
  void connectWithData() throws IOException {
    socket().setIntOpt(IPPROTO_TCP, TCP_QUICKACK, 0);
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
    Socket known = socket;
    if (known == null) {
      known = descriptor instanceof Socket same ? same : new Socket(descriptor.intValue());
      socket = known;
    }
    return known;
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
