package io.viking.docker.soak;

import java.time.Duration;

/** What an agent has of something that must not become more and more. */
enum Quantity {
  /**
   * A pool that gains a thread or two late is no leak; a thread for each fault is. Afterwards there
   * are those, too, that are made when first needed: one probes containers, one belongs to gRPC.
   */
  THREADS("threads", 2, 6, 4),
  /** Eight connections in all that happen to be open at the one time and not at the other. */
  DESCRIPTORS("descriptors", 16, 16, 16),
  /** What the JVM has of the machine. */
  RESIDENT_MB("MB resident", 16, 32, 64),
  /** What is reachable after a full collection. */
  HEAP_MB("MB of live heap", 2, 2, 2);

  /**
   * In a shorter run the code that faults need is loaded and compiled after the early window, and
   * the threads that they have called for are still there: pools keep them for a minute.
   */
  private static final Duration LONG = Duration.ofMinutes(5);

  private final String unit;
  private final double inLongRun;
  private final double inShortRun;
  private final double afterwards;

  Quantity(String unit, double inLongRun, double inShortRun, double afterwards) {
    this.unit = unit;
    this.inLongRun = inLongRun;
    this.inShortRun = inShortRun;
    this.afterwards = afterwards;
  }

  String unit() {
    return unit;
  }

  /** By how much it may be more at the end of a run of that length. */
  double tolerance(Duration run) {
    return run.compareTo(LONG) < 0 ? inShortRun : inLongRun;
  }

  /** By how much it may be more when all is over than before it began. */
  double toleranceAfterwards() {
    return afterwards;
  }
}
