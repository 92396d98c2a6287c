package io.viking.examples.bench;

import java.time.Duration;

/**
 * How long is measured.
 *
 * @param rounds how many rounds, at least one
 * @param window how long each contestant is measured in a round; longer where many collide
 */
record Effort(int rounds, Duration window) {
  static final Effort FULL = new Effort(5, Duration.ofSeconds(1));
  static final Effort QUICK = new Effort(3, Duration.ofMillis(250));

  private static final Duration SHORTEST_SLICE = Duration.ofMillis(50);
  private static final int MANY = 64;

  /**
   * Into how many slices a round is cut, between which contestants change: a single caller's calls
   * are short, and what else the machine does then meets all contestants.
   */
  int slices(int callers) {
    return callers == 1 ? (int) Math.max(1, window.dividedBy(SHORTEST_SLICE)) : 1;
  }

  /** How long a contestant is measured in each slice. */
  Duration slice(int callers, Operation operation) {
    if (callers < MANY) {
      return window.dividedBy(slices(callers));
    }
    // Of many that collide few succeed: it takes longer to see as many calls.
    return window.multipliedBy(operation == Operation.NAIVE_LOOP ? 4 : 2);
  }

  /** How long a contestant runs before it is measured, for a slice of that length. */
  static Duration runUp(Duration slice) {
    return slice.dividedBy(5);
  }
}
