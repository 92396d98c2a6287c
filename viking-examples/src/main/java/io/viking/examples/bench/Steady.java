package io.viking.examples.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A new connection each few milliseconds, whatever becomes of the others, for some time.
 * Thread-safe in what its attempts note; to be read when it has run.
 */
final class Steady {
  private static final Duration BETWEEN = Duration.ofMillis(5);
  private static final long LONGEST_ATTEMPT_SECONDS = 20;

  private int made;
  private int failed;
  private long firstFailed;
  private long lastFailed;

  /** One connection with a request and its answer. */
  @FunctionalInterface
  interface Attempt {
    void run() throws IOException;
  }

  /** Makes them; returns when each has come to its end. */
  void run(Duration time, Attempt attempt) {
    ExecutorService threads = Executors.newCachedThreadPool();
    long begin = System.nanoTime();
    long next = begin;
    while (next - begin < time.toNanos()) {
      threads.execute(() -> note(attempt));
      next += BETWEEN.toNanos();
      LockSupport.parkNanos(next - System.nanoTime());
    }
    threads.shutdown();
    try {
      if (!threads.awaitTermination(LONGEST_ATTEMPT_SECONDS, TimeUnit.SECONDS)) {
        throw new BenchmarkException("a connection neither succeeds nor fails");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void note(Attempt attempt) {
    long begin = System.nanoTime();
    try {
      attempt.run();
      count(begin, false);
    } catch (IOException e) {
      count(begin, true);
    }
  }

  private synchronized void count(long begin, boolean hasFailed) {
    made++;
    if (hasFailed) {
      firstFailed = failed == 0 || begin - firstFailed < 0 ? begin : firstFailed;
      lastFailed = failed == 0 || begin - lastFailed > 0 ? begin : lastFailed;
      failed++;
    }
  }

  /** How many there were. */
  synchronized int made() {
    return made;
  }

  /** How many of them had no answer. */
  synchronized int failed() {
    return failed;
  }

  /** From the beginning of the first that failed to that of the next after the last; 0 if none. */
  synchronized Duration span() {
    return failed == 0 ? Duration.ZERO : BETWEEN.plusNanos(lastFailed - firstFailed);
  }
}
