package io.viking.docker.ambassador;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How long the kernel's table is left alone after it was changed: however fast changes come, a
 * quarter of one processor is the most that is spent on them. Thread-safe.
 */
final class KernelPace {
  private static final Duration LEAST_PAUSE = Duration.ofMillis(10);
  private static final Duration MOST_PAUSE = Duration.ofMillis(500);
  private static final int REST = 3;

  private final LongSupplier nanos;
  private long restUntil;

  /**
   * @param nanos time in nanoseconds, as of {@link System#nanoTime}
   */
  KernelPace(LongSupplier nanos) {
    this.nanos = nanos;
    this.restUntil = nanos.getAsLong();
  }

  /** The time from now to the next change; zero if it may be made at once. */
  synchronized Duration rest() {
    return Duration.ofNanos(Math.max(0, restUntil - nanos.getAsLong()));
  }

  /** A change was just made, and took so many nanoseconds. */
  synchronized void worked(long took) {
    long pause = Math.max(LEAST_PAUSE.toNanos(), Math.min(MOST_PAUSE.toNanos(), REST * took));
    restUntil = nanos.getAsLong() + pause;
  }
}
