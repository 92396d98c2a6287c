package io.viking.docker.ambassador;

import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.Socket;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes the listening sockets of this process's ambassadors on to another process of the same user
 * that asks for them, at a unix socket. Thread-safe; whoever starts one closes it.
 */
public final class HandoverServer implements AutoCloseable {
  static final String TAKEN = "taken";
  static final String DONE = "done";

  private static final Logger LOG = LoggerFactory.getLogger(HandoverServer.class);
  private static final Duration TO_SEND = Duration.ofSeconds(2);
  private static final Duration TO_CONFIRM = Duration.ofSeconds(10);
  private static final int LONGEST_PATH = 107;

  /** Netty writes the address of whoever connects there, if it is an IP address. */
  private static final int ADDRESS_BYTES = 25;

  private final Path path;
  private final Source source;
  private final Socket socket;
  private final MultiThreadIoEventLoopGroup thread;
  private volatile boolean taken;
  private volatile Optional<HandoverAnswers> answers = Optional.empty();
  private final AtomicBoolean stopped = new AtomicBoolean();

  /** What is passed on. */
  public interface Source {
    /** What the other process has to know; read at once, before the sockets. */
    String text();

    /** Whose sockets are passed on. */
    Collection<Ambassador> ambassadors();

    /**
     * The other process accepts on all of them. To be done when this returns: this process accepts
     * no more, and has freed all else that there can be only one of.
     */
    void taken();

    /** What the other process has to know of the end; read after {@link #taken}. */
    String lastWords();
  }

  private HandoverServer(Path path, Source source, Socket socket) {
    this.path = path;
    this.source = source;
    this.socket = socket;
    this.thread =
        new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("viking-handover", true), EpollIoHandler.newFactory());
  }

  /** Whether this machine can pass sockets on. */
  public static boolean isPossible() {
    return EpollDataPath.missing().isEmpty();
  }

  /**
   * Waits for another process at that path, in place of a process that waited there before.
   *
   * @throws IOException if a socket cannot be made there
   * @throws IllegalStateException if that is not {@link #isPossible}
   */
  public static HandoverServer start(Path path, Source source) throws IOException {
    if (!isPossible()) {
      throw new IllegalStateException("sockets can be passed on with epoll only");
    }
    HandoverServer server = new HandoverServer(path, source, bind(path));
    IoEventLoop loop = server.thread.next();
    loop.register(server.new Door())
        .addListener(
            registered -> {
              if (registered.isSuccess()) {
                ((IoRegistration) registered.getNow()).submit(EpollIoOps.EPOLLIN);
              }
            });
    return server;
  }

  private static Socket bind(Path path) throws IOException {
    Path next = path.resolveSibling(path.getFileName() + ".new");
    if (next.toString().length() > LONGEST_PATH) {
      throw new IOException("the path " + next + " is longer than " + LONGEST_PATH + " bytes");
    }
    Files.deleteIfExists(next);
    Socket socket = Socket.newSocketDomain();
    try {
      socket.bind(new DomainSocketAddress(next.toString()));
      // Before anybody can connect.
      Files.setPosixFilePermissions(next, PosixFilePermissions.fromString("rw-------"));
      socket.listen(1);
      Files.move(next, path, StandardCopyOption.ATOMIC_MOVE);
      return socket;
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  /** Whether a process waits at that path. */
  public static boolean answers(Path path) {
    if (!Files.exists(path) || !isPossible()) {
      return false;
    }
    try (HandoverPipe pipe = HandoverPipe.connect(path, Duration.ZERO)) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private final class Door implements EpollIoHandle {
    @Override
    public FileDescriptor fd() {
      return socket;
    }

    @Override
    public void handle(IoRegistration registration, IoEvent event) {
      try {
        int descriptor = socket.accept(new byte[ADDRESS_BYTES]);
        if (descriptor >= 0) {
          serve(new Socket(descriptor));
        }
      } catch (IOException e) {
        LOG.warn("cannot be asked to hand over: {}", e.toString());
      }
      if (!taken) {
        registration.submit(EpollIoOps.EPOLLIN);
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  private void serve(Socket asking) {
    HandoverPipe pipe = new HandoverPipe(asking);
    if (!taken && handOver(pipe)) {
      answers = Optional.of(HandoverAnswers.start(pipe, source::ambassadors));
    } else {
      pipe.close();
    }
  }

  /** Whether it has come to its end, so that the other process may ask more. */
  private boolean handOver(HandoverPipe pipe) {
    try {
      pipe.requireSameUser();
      pipe.within(TO_SEND);
      send(pipe);
      pipe.within(TO_CONFIRM);
      if (!pipe.readText().equals(TAKEN)) {
        throw new IOException("an answer that is none");
      }
      taken = true;
      source.taken();
      pipe.within(TO_SEND);
      pipe.writeText(DONE);
      pipe.writeText(source.lastWords());
      return true;
    } catch (IOException | RuntimeException e) {
      LOG.info(
          taken ? "handed over; the other process was not told: {}" : "not handed over: {}",
          e.toString());
      return false;
    }
  }

  private void send(HandoverPipe pipe) throws IOException {
    pipe.writeText(source.text());
    for (Ambassador ambassador : List.copyOf(source.ambassadors())) {
      ambassador.passOn(
          listening -> {
            pipe.writeText(
                listening.address().getAddress().getHostAddress()
                    + " "
                    + listening.address().getPort());
            pipe.writeDescriptor(listening.descriptor());
          });
    }
    pipe.writeText("");
  }

  /**
   * Waits for nobody any more. Whoever has taken over keeps what was passed on, and is answered
   * until this is closed.
   */
  public void stop() {
    if (!stopped.compareAndSet(false, true)) {
      return; // Another process may wait at that path by now.
    }
    // Waits for an answer that is being given: this process may be about to end.
    thread.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
    try {
      if (!taken) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      LOG.debug("{} stays; nobody answers there", path, e);
    }
  }

  /** Waits for nobody any more, and answers no questions. */
  @Override
  public void close() {
    stop();
    answers.ifPresent(HandoverAnswers::close);
  }
}
