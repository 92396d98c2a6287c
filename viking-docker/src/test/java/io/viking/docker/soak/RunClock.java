package io.viking.docker.soak;

import java.time.Duration;
import java.time.Instant;

/** The time since the begin of the run. Safe for use by several threads. */
final class RunClock {
  private volatile long start = System.nanoTime();
  private volatile Instant instant = Instant.now();

  /** Begins the run now. */
  void begin() {
    start = System.nanoTime();
    instant = Instant.now();
  }

  Duration now() {
    return at(System.nanoTime());
  }

  /** A value of {@link System#nanoTime} as time of the run. */
  Duration at(long nanoTime) {
    return Duration.ofNanos(nanoTime - start);
  }

  /** That time of the run by the calendar. */
  Instant instant(Duration at) {
    return instant.plus(at);
  }
}
