package io.viking.ports.testing;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for a condition that nobody signals, by looking every few milliseconds. */
public final class Await {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(10);

  private Await() {}

  /**
   * Returns as soon as the condition holds.
   *
   * @param what completes "did not come true: ..."
   * @throws IllegalStateException if it does not hold within the limit
   */
  public static void until(String what, Duration limit, BooleanSupplier condition) {
    first(what, limit, () -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty());
  }

  /**
   * The first answer that is there.
   *
   * @param what completes "did not come true: ..."
   * @throws IllegalStateException if there is none within the limit
   */
  public static <T> T first(String what, Duration limit, Supplier<Optional<T>> answer) {
    long end = System.nanoTime() + limit.toNanos();
    while (true) {
      Optional<T> found = answer.get();
      if (found.isPresent()) {
        return found.get();
      }
      if (System.nanoTime() - end > 0) {
        throw new IllegalStateException("within " + limit + " did not come true: " + what);
      }
      LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
    }
  }
}
