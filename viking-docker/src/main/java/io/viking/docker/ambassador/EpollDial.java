package io.viking.docker.ambassador;

/** One attempt to connect to one endpoint, which may take until its deadline. */
final class EpollDial {
  private final long deadline;
  private final Runnable onExpiry;
  private boolean over;

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
    over = true;
  }

  boolean isOver() {
    return over;
  }

  void expire() {
    if (!over) {
      over = true;
      onExpiry.run();
    }
  }
}
