package io.viking.docker.soak;

/**
 * What the run did to something, and while it did it.
 *
 * @param target what it was done to: an endpoint's {@code address:port}, or a program
 * @param span from before it was begun until it was over
 */
record Fault(Kind kind, String target, Span span) {
  /** What was done. */
  enum Kind {
    /** An endpoint was deregistered, and served on until nobody came any more. */
    LEFT(false),
    /** An endpoint's process ended: its connections were reset, later ones refused. */
    DIED(true),
    /** An endpoint's host was cut off: whatever is sent to it is lost. */
    CUT_OFF(true),
    /** An endpoint's container was removed while it ran. */
    REMOVED(true),
    /** The store was killed, and started again. */
    ETCD_RESTARTED(false),
    /** The engine was killed, in some cases after it had hung, and started again. */
    ENGINE_RESTARTED(false);

    private final boolean ends;

    Kind(boolean ends) {
      this.ends = ends;
    }

    /** Whether it ends the connections of its target. */
    boolean endsConnections() {
      return ends;
    }
  }

  @Override
  public String toString() {
    return kind + " " + target + " " + span;
  }
}
