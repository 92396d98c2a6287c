package io.viking.docker.ambassador;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The probing of one endpoint. Used by one thread, but for {@link #accepts}.
 *
 * <p>The handshake is broken off before its third packet, so that no server sees a connection: the
 * acknowledgement is held back, and closing sends a reset instead. (HAProxy's checks do the same.)
 */
final class KernelProbe implements Comparable<KernelProbe> {
  private static final Logger LOG = LoggerFactory.getLogger(KernelProbe.class);

  private final InetSocketAddress address;
  private final int mostFailures;
  private volatile boolean accepts;
  private @Nullable SocketChannel channel;
  private Outcome outcome = Outcome.NONE;
  private int failures;
  private long due;

  private enum Outcome {
    NONE,
    ACCEPTED,
    REFUSED,
    /** It is not the endpoint's fault: nothing is known. */
    NOT_TRIED
  }

  KernelProbe(InetSocketAddress address, int mostFailures) {
    this.address = address;
    this.mostFailures = mostFailures;
  }

  InetSocketAddress address() {
    return address;
  }

  boolean accepts() {
    return accepts;
  }

  /** When to begin; once begun, when to give up. */
  long due() {
    return due;
  }

  void dueAt(long nanos) {
    due = nanos;
  }

  /** Begins to connect; may be over at once. */
  void begin(Selector selector) {
    outcome = Outcome.NONE;
    try {
      SocketChannel opened = SocketChannel.open();
      channel = opened;
      opened.configureBlocking(false);
      opened.setOption(StandardSocketOptions.SO_LINGER, 0);
      withholdAcknowledgement(opened);
      opened.register(selector, SelectionKey.OP_CONNECT, this);
    } catch (IOException e) {
      LOG.debug("no probe of {}", address, e);
      outcome = Outcome.NOT_TRIED;
      return;
    }
    attempt(() -> channel != null && channel.connect(address));
  }

  private static void withholdAcknowledgement(SocketChannel channel) throws IOException {
    SocketOption<Boolean> quick = ExtendedSocketOptions.TCP_QUICKACK;
    if (channel.supportedOptions().contains(quick)) {
      channel.setOption(quick, false);
    }
  }

  private interface Attempt {
    boolean connects() throws IOException;
  }

  private void attempt(Attempt attempt) {
    try {
      outcome = attempt.connects() ? Outcome.ACCEPTED : Outcome.NONE;
    } catch (IOException e) {
      outcome = Outcome.REFUSED;
    }
  }

  /** Whether its outcome is known. */
  boolean isOver() {
    return outcome != Outcome.NONE;
  }

  /**
   * The selector says that it has an outcome.
   *
   * @return whether the endpoint has come to accept, or has ceased to
   */
  boolean connected() {
    attempt(() -> channel != null && channel.finishConnect());
    return end();
  }

  /**
   * It is over, for want of time if there is no outcome.
   *
   * @return whether the endpoint has come to accept, or has ceased to
   */
  boolean end() {
    Outcome result = outcome == Outcome.NONE ? Outcome.REFUSED : outcome;
    abandon();
    if (result == Outcome.NOT_TRIED) {
      return false;
    }
    failures = result == Outcome.ACCEPTED ? 0 : failures + 1;
    return set(failures < mostFailures && (accepts || result == Outcome.ACCEPTED));
  }

  /** Somebody else could not connect. */
  boolean suspect() {
    return set(false);
  }

  private boolean set(boolean now) {
    boolean news = accepts != now;
    accepts = now;
    return news;
  }

  /** Closes the connection, whatever has become of it. */
  void abandon() {
    SocketChannel open = channel;
    channel = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        LOG.debug("the probe of {} did not close", address, e);
      }
    }
  }

  @Override
  public int compareTo(KernelProbe other) {
    return Long.signum(due - other.due);
  }
}
