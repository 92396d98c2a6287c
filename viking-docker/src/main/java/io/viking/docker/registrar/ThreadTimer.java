package io.viking.docker.registrar;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Real time, with one daemon thread. */
final class ThreadTimer implements Timer {
  private static final Logger LOG = LoggerFactory.getLogger(ThreadTimer.class);

  private final ScheduledThreadPoolExecutor thread;

  ThreadTimer(String name) {
    thread =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread made = new Thread(task, name);
              made.setDaemon(true);
              return made;
            });
    thread.setRemoveOnCancelPolicy(true);
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  @Override
  public long nanos() {
    return System.nanoTime();
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // the task reports its own failures
  public void after(Duration delay, Runnable task) {
    try {
      thread.schedule(() -> runSafely(task), delay.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("a task was dropped: the timer is closed");
    }
  }

  private static void runSafely(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      LOG.error("a task of the registrar failed", e);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
