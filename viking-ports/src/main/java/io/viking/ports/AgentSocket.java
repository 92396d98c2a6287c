package io.viking.ports;

import java.io.IOException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;

/**
 * The unix socket by which the one registering process of a local store shows that it lives: the
 * socket of a process that died refuses connections, whatever ended it.
 */
final class AgentSocket implements AutoCloseable {
  /**
   * The kernel's limit (unix(7), sun_path of 108 bytes with its end), which other systems share or
   * undercut.
   */
  private static final int LONGEST_PATH = 107;

  private final Path file;
  private final ServerSocketChannel server;
  private final Selector selector;

  private AgentSocket(Path file, ServerSocketChannel server, Selector selector) {
    this.file = file;
    this.server = server;
    this.selector = selector;
  }

  /** Whether a process listens there. */
  static boolean answers(Path file) {
    if (!Files.exists(file)) {
      return false;
    }
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      // A process that is only slow has a full queue, which must not make this one wait.
      channel.configureBlocking(false);
      channel.connect(UnixDomainSocketAddress.of(file));
      return true;
    } catch (IOException refused) {
      return false;
    }
  }

  /**
   * Listens there, in place of a dead process; nobody else may do so at the same time.
   *
   * @throws IOException if the socket cannot be made
   */
  static AgentSocket bind(Path file) throws IOException {
    Files.deleteIfExists(file);
    return listen(file, file);
  }

  /**
   * Listens there in place of a process that lives: whoever asks there finds one or the other.
   *
   * @throws IOException if the socket cannot be made
   */
  static AgentSocket replace(Path file) throws IOException {
    Path next = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(next);
    AgentSocket made = listen(next, file);
    try {
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
      return made;
    } catch (IOException e) {
      made.leave();
      throw e;
    }
  }

  private static AgentSocket listen(Path at, Path file) throws IOException {
    int length = at.toString().getBytes(StandardCharsets.UTF_8).length;
    if (length > LONGEST_PATH) {
      throw new SocketException(
          "the path of its socket %s has %d bytes, and the system takes at most %d"
              .formatted(at, length, LONGEST_PATH));
    }
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      server.bind(UnixDomainSocketAddress.of(at));
      server.configureBlocking(false);
      Selector selector = Selector.open();
      server.register(selector, SelectionKey.OP_ACCEPT);
      return new AgentSocket(file, server, selector);
    } catch (IOException e) {
      server.close();
      throw e;
    }
  }

  /** Answers whoever asks, for that long at most. */
  void answer(Duration limit) throws IOException {
    selector.select(limit.toMillis());
    selector.selectedKeys().clear();
    SocketChannel asking = server.accept();
    while (asking != null) {
      asking.close();
      asking = server.accept();
    }
  }

  /** Whether others can still find it. */
  boolean isInPlace() {
    return Files.exists(file);
  }

  /** Answers no more; the file is another process's by now. */
  void leave() throws IOException {
    selector.close();
    server.close();
  }

  @Override
  public void close() throws IOException {
    leave();
    Files.deleteIfExists(file);
  }
}
