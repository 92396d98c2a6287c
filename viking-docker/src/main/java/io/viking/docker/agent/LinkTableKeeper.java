package io.viking.docker.agent;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the table after it has changed: soon, and not more often than the pause. Thread-safe. */
final class LinkTableKeeper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LinkTableKeeper.class);
  private static final Duration STOP = Duration.ofSeconds(2);

  private final LinkTableFile file;
  private final Supplier<LinkTable> table;
  private final Duration pause;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread made = new Thread(task, "viking-agent-table");
            made.setDaemon(true);
            return made;
          });
  private boolean planned;
  private boolean failed;

  LinkTableKeeper(LinkTableFile file, Supplier<LinkTable> table, Duration pause) {
    this.file = file;
    this.table = table;
    this.pause = pause;
  }

  /** Notes that the table has changed; waits for nothing. */
  synchronized void changed() {
    if (planned) {
      return;
    }
    try {
      ScheduledFuture<?> unused =
          thread.schedule(this::write, pause.toNanos(), TimeUnit.NANOSECONDS);
      planned = true;
    } catch (RejectedExecutionException e) {
      LOG.debug("closed; the table was written for the last time");
    }
  }

  private void write() {
    synchronized (this) {
      // Before the table is looked at: what changes from here on is another write's.
      planned = false;
    }
    try {
      file.write(table.get());
      failed = false;
    } catch (IOException | RuntimeException e) {
      if (!failed) {
        LOG.warn(
            "the links cannot be kept for the agent's next start: {}. Fix: see that VIKING_HOME is"
                + " a folder that this user may write to, with space left",
            e.toString());
      }
      failed = true;
    }
  }

  /** Writes what has changed, and ends. */
  @Override
  public void close() {
    boolean last;
    synchronized (this) {
      last = planned;
      planned = false;
      thread.shutdownNow();
    }
    try {
      if (thread.awaitTermination(STOP.toMillis(), TimeUnit.MILLISECONDS) && last) {
        write();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
