package io.viking.docker.ambassador;

import org.jspecify.annotations.Nullable;

/**
 * One attempt to connect to one endpoint, which may take until its deadline. Its loop remembers it
 * until then; what it holds on to, only until it is over.
 */
final class EpollDial {
  private final long deadline;
  private @Nullable Runnable onExpiry;

  /**
   * @param deadline as {@link System#nanoTime} counts
   */
  EpollDial(long deadline, Runnable onExpiry) {
    this.deadline = deadline;
    this.onExpiry = onExpiry;
  }

  long deadline() {
    return deadline;
  }

  /** It has succeeded or failed. */
  void finish() {
    onExpiry = null;
  }

  boolean isOver() {
    return onExpiry == null;
  }

  void expire() {
    Runnable expired = onExpiry;
    if (expired != null) {
      onExpiry = null;
      expired.run();
    }
  }
}
