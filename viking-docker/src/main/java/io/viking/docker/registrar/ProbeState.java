package io.viking.docker.registrar;

import io.viking.model.Health;
import java.time.Duration;

/**
 * What is known of one probe so far. Immutable.
 *
 * @param passing whether the instance counts as healthy
 * @param passedOnce whether a probe of this run has ever passed
 * @param failures how many failures in a row were counted
 */
record ProbeState(boolean passing, boolean passedOnce, int failures) {
  static final ProbeState NEW = new ProbeState(false, false, 0);

  /** A deployment waits for the first success, so it is looked for more often than the interval. */
  private static final Duration FIRST_DELAY = Duration.ofMillis(100);

  private static final int MAX_DOUBLINGS = 20;

  ProbeState passed() {
    return new ProbeState(true, true, 0);
  }

  /**
   * @param counts whether the failure counts: those within {@link Health#start()} do not
   */
  ProbeState failed(Health health, boolean counts) {
    if (passedOnce && !counts) {
      return this;
    }
    int now = Math.min(failures + 1, Integer.MAX_VALUE - 1);
    return new ProbeState(passing && now < health.retries(), passedOnce, now);
  }

  /** How long to wait before the next probe. */
  Duration delay(Health health) {
    if (passedOnce) {
      return health.interval();
    }
    // Twice at each pace: 100, 100, 200, 200, 400, ... so that most services are caught early.
    int doublings = Math.min(Math.max(failures - 1, 0) / 2, MAX_DOUBLINGS);
    Duration fast = FIRST_DELAY.multipliedBy(1L << doublings);
    return fast.compareTo(health.interval()) < 0 ? fast : health.interval();
  }
}
