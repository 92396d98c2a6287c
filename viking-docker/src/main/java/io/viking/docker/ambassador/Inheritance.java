package io.viking.docker.ambassador;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a {@link HandoverServer} of another process gives to this one. Until it is {@link #confirm
 * confirmed} the other process goes on as before, and so it does if this is closed instead. Not
 * safe for use by several threads.
 */
public final class Inheritance implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Inheritance.class);
  private static final Duration TO_LET_GO = Duration.ofSeconds(10);

  private final HandoverPipe pipe;
  private final PassedSockets sockets = new PassedSockets();
  private final String text;
  private Optional<Predecessor> predecessor = Optional.empty();

  private Inheritance(HandoverPipe pipe) throws IOException {
    this.pipe = pipe;
    try {
      this.text = pipe.readText();
      for (String where = pipe.readText(); !where.isEmpty(); where = pipe.readText()) {
        // First: a descriptor that was read and has no address would stay open.
        InetSocketAddress address = address(where);
        sockets.add(address, pipe.readDescriptor());
      }
    } catch (IOException | RuntimeException e) {
      sockets.close();
      throw e;
    }
  }

  /**
   * Asks the process that waits at that path.
   *
   * @param limit how long it may take to answer
   * @throws IOException if nobody answers, or not in time
   */
  public static Inheritance ask(Path path, Duration limit) throws IOException {
    if (!HandoverServer.isPossible()) {
      throw new IOException("sockets can be passed on with epoll only");
    }
    HandoverPipe pipe = HandoverPipe.connect(path, limit);
    try {
      return new Inheritance(pipe);
    } catch (IOException | RuntimeException e) {
      pipe.close();
      throw e;
    }
  }

  /** The address was written as one, so nothing is looked up. */
  private static InetSocketAddress address(String where) throws IOException {
    String[] words = where.split(" ", -1);
    if (words.length != 2 || !words[0].matches("[0-9A-Fa-f:.%]+[0-9A-Za-z_.-]*")) {
      throw new IOException("'" + where + "' is no address");
    }
    try {
      return new InetSocketAddress(InetAddress.getByName(words[0]), Integer.parseInt(words[1]));
    } catch (IllegalArgumentException e) {
      throw new IOException("'" + where + "' is no address", e);
    }
  }

  /** What the other process had to say. */
  public String text() {
    return text;
  }

  /** Its listening sockets. */
  public PassedSockets sockets() {
    return sockets;
  }

  /**
   * Tells the other process that this one accepts now; returns when that accepts no more.
   *
   * @return whether it has answered; if not, it has ended, or hangs
   * @throws IOException if it could not be told, and goes on as before
   */
  public boolean confirm() throws IOException {
    pipe.within(TO_LET_GO);
    pipe.writeText(HandoverServer.TAKEN);
    boolean done = false;
    try {
      done = pipe.readText().equals(HandoverServer.DONE);
      predecessor = Optional.of(new Predecessor(pipe.readText(), Optional.of(pipe)));
    } catch (IOException e) {
      // An older one says no more than that it has let go.
      LOG.debug("the process that was taken over from says nothing more", e);
      pipe.close();
    }
    return done;
  }

  /** The other process, once this was confirmed; the caller's to close. */
  public Predecessor predecessor() {
    return predecessor.orElseGet(Predecessor::none);
  }

  /** Gives everything back that no ambassador has taken, and the rest when that is closed. */
  @Override
  public void close() {
    if (predecessor.isEmpty()) {
      pipe.close();
    }
    sockets.close();
  }
}
