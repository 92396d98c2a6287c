package io.viking.ports.testing.history;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Spreads a limited number of permits evenly over a time. Safe for use by several threads. */
final class Pace {
  private final int total;
  private final Duration time;
  private final long start = System.nanoTime();
  private final AtomicInteger used = new AtomicInteger();

  Pace(int total, Duration time) {
    this.total = total;
    this.time = time;
  }

  /** Whether one more is due; it is then used up. */
  boolean take() {
    double elapsed = (double) (System.nanoTime() - start) / time.toNanos();
    int due = (int) (total * Math.min(1, elapsed));
    int before = used.get();
    return before < due && used.compareAndSet(before, before + 1);
  }
}
