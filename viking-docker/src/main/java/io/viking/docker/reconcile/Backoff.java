package io.viking.docker.reconcile;

import java.time.Duration;

/**
 * How long to wait after the n-th failure in a row: twice as long each time, up to a limit.
 *
 * @param first after the first failure
 * @param most the limit
 */
public record Backoff(Duration first, Duration most) {
  /** More doublings than any limit allows. */
  private static final int MANY = 32;

  /**
   * @throws IllegalArgumentException if the first is not positive, or greater than the limit
   */
  public Backoff {
    if (first.isNegative() || first.isZero() || first.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          "a back-off goes from more than 0 up to its limit but was " + first + " to " + most);
    }
  }

  /**
   * How long to wait.
   *
   * @param failures how many there were in a row, 1 or more
   */
  public Duration after(int failures) {
    if (failures < 1) {
      throw new IllegalArgumentException("failures must be 1 or more but was " + failures);
    }
    Duration wait = first;
    for (int i = 1; i < Math.min(failures, MANY) && wait.compareTo(most) < 0; i++) {
      wait = wait.multipliedBy(2);
    }
    return wait.compareTo(most) < 0 ? wait : most;
  }
}
