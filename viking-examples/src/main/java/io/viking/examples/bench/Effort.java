package io.viking.examples.bench;

import java.time.Duration;

/**
 * How long is measured.
 *
 * @param rounds how many rounds, at least one
 * @param window how long each contestant is measured in a round; longer where many collide
 */
record Effort(int rounds, Duration window) {
  static final Effort FULL = new Effort(5, Duration.ofMillis(800));
  static final Effort QUICK = new Effort(3, Duration.ofMillis(200));

  private static final Duration SHORTEST_SLICE = Duration.ofMillis(100);
  private static final int MANY = 64;

  /** Less, and what is measured first looks slow beside what is measured last. */
  private static final int WARM_UP_WINDOWS = 20;

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
    return window.multipliedBy(operation == Operation.NAIVE_LOOP ? 6 : 2);
  }

  /** How long each of so many operations runs, before anything is measured, to be compiled. */
  Duration warmUp(int operations) {
    return window.multipliedBy(WARM_UP_WINDOWS).dividedBy(operations);
  }

  /** How long a contestant runs before it is measured, for a slice of that length. */
  static Duration runUp(Duration slice) {
    return slice.dividedBy(5);
  }
}
