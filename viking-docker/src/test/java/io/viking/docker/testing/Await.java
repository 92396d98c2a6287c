package io.viking.docker.testing;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what has no event to wait for. */
public final class Await {
  private static final Duration PAUSE = Duration.ofMillis(10);

  private Await() {}

  /**
   * Asks again and again until the condition holds.
   *
   * @param what describes the condition, and its state when time is up
   * @throws IllegalStateException if it does not hold within the deadline
   */
  public static void until(Duration deadline, Supplier<String> what, BooleanSupplier condition) {
    long end = System.nanoTime() + deadline.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end || Thread.currentThread().isInterrupted()) {
        throw new IllegalStateException("not within " + deadline + ": " + what.get());
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }
}
