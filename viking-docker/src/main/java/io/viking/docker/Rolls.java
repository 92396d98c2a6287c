package io.viking.docker;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Carries out the updates of several services beside each other, up to 64 at a time. */
final class Rolls implements AutoCloseable {
  private static final int MOST_AT_A_TIME = 64;

  private final ExecutorService threads;
  private final List<Future<?>> running;

  /** Begins them. */
  Rolls(List<Roll> rolls) {
    threads =
        Executors.newFixedThreadPool(
            Math.max(1, Math.min(rolls.size(), MOST_AT_A_TIME)), HostTasks.THREADS);
    running = rolls.stream().<Future<?>>map(threads::submit).toList();
  }

  /**
   * Waits for all of them; throws what one of them ended with that is no failure of a container.
   */
  void join() {
    for (Future<?> roll : running) {
      try {
        roll.get();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while updating services", e);
      } catch (CancellationException e) {
        throw new IllegalStateException("the update of a service was interrupted", e);
      } catch (ExecutionException e) {
        throw Failures.unchecked(Failures.unwrap(e.getCause()));
      }
    }
  }

  /** Interrupts those that are not over, and waits until they are. */
  @Override
  public void close() {
    threads.shutdownNow();
    boolean interrupted = false;
    boolean over = false;
    while (!over) {
      try {
        over = threads.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
