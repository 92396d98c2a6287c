package io.viking.ports;

import io.viking.model.StackName;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Asks for locks again and again until it gets them or the time is up. Asking rather than being
 * told: a watch on a store that hangs is just silent.
 */
final class LockWait {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(500);

  private final Duration wait;
  private final Consumer<LockHolder> waiting;
  private final long start = System.nanoTime();
  private Optional<LockHolder> told = Optional.empty();

  private LockWait(Duration wait, Consumer<LockHolder> waiting) {
    this.wait = wait;
    this.waiting = waiting;
  }

  /** What one attempt came to: the lock, or who has it. */
  record Outcome(Optional<StackLock> lock, Optional<LockHolder> holder) {
    static Outcome got(StackLock lock) {
      return new Outcome(Optional.of(lock), Optional.empty());
    }

    static Outcome busy(LockHolder holder) {
      return new Outcome(Optional.empty(), Optional.of(holder));
    }
  }

  /** As {@link StackLocks#acquire} says. */
  static StackLock acquire(
      Collection<StackName> stacks,
      Duration wait,
      Consumer<LockHolder> waiting,
      Function<SortedSet<StackName>, Outcome> attempt) {
    SortedSet<StackName> sorted = new TreeSet<>(stacks);
    if (sorted.isEmpty() || wait.isNegative()) {
      throw new IllegalArgumentException(
          sorted.isEmpty() ? "no stack to lock" : "wait must not be negative: " + wait);
    }
    return new LockWait(wait, waiting).run(sorted, attempt);
  }

  private StackLock run(
      SortedSet<StackName> stacks, Function<SortedSet<StackName>, Outcome> attempt) {
    long pause = FIRST_PAUSE.toNanos();
    while (true) {
      Outcome outcome = attempt.apply(stacks);
      if (outcome.lock().isPresent()) {
        return outcome.lock().get();
      }
      pause(outcome.holder().orElseThrow(), ThreadLocalRandom.current().nextLong(pause / 2, pause));
      pause = Math.min(2 * pause, LONGEST_PAUSE.toNanos());
    }
  }

  private void pause(LockHolder holder, long nanos) {
    long left = wait.toNanos() - (System.nanoTime() - start);
    if (left <= 0) {
      throw new StackLockedException(holder, wait);
    }
    if (!told.equals(Optional.of(holder))) {
      told = Optional.of(holder);
      waiting.accept(holder);
    }
    try {
      TimeUnit.NANOSECONDS.sleep(Math.min(nanos, left));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(
          "interrupted while waiting for the lock of stack '" + holder.stack() + "'", e);
    }
  }
}
