package io.viking.docker;

import io.viking.docker.reconcile.ClusterEvent;
import io.viking.ports.EventLog;
import io.viking.ports.LoggedEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes events into the store's log, on a thread of its own and in bounds: at most {@link
 * EventLog#MOST_AT_A_TIME} each {@link #PAUSE}, and while the store is away, or does not keep up,
 * the oldest are left out, which is told. Safe for use by several threads.
 */
final class EventRecorder implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EventRecorder.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration END = Duration.ofSeconds(5);

  private final EventLog log;
  private final Deque<LoggedEvent> waiting = new ArrayDeque<>();
  private final Thread thread = new Thread(this::run, "viking-events");
  private int leftOut;
  private boolean closed;

  EventRecorder(EventLog log) {
    this.log = log;
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Never waits for the store. */
  synchronized void tell(ClusterEvent event) {
    waiting.addLast(
        new LoggedEvent(event.time(), event.kind().toString(), event.subject(), event.reason()));
    if (waiting.size() > EventLog.KEPT) {
      waiting.removeFirst();
      leftOut++;
    }
    notifyAll();
  }

  private void run() {
    try {
      List<LoggedEvent> batch = next(List.of());
      while (!batch.isEmpty()) {
        batch = next(isAdded(batch) ? List.of() : batch);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isAdded(List<LoggedEvent> batch) {
    try {
      log.add(batch);
      return true;
    } catch (RuntimeException e) {
      // Events are for people who look later: the reconciler tells its listener all the same.
      LOG.debug("{} events could not be recorded yet", batch.size(), e);
      return false;
    }
  }

  /** Waits for the next ones; none when it is closed and all are written, or cannot be. */
  private synchronized List<LoggedEvent> next(List<LoggedEvent> failed)
      throws InterruptedException {
    if (closed && !failed.isEmpty()) {
      return List.of();
    }
    long pauseEnds = System.nanoTime() + PAUSE.toNanos();
    boolean nothing = failed.isEmpty() && waiting.isEmpty();
    while (!closed && (nothing || System.nanoTime() - pauseEnds < 0)) {
      TimeUnit.NANOSECONDS.timedWait(
          this, nothing ? END.toNanos() : Math.max(1, pauseEnds - System.nanoTime()));
      nothing = failed.isEmpty() && waiting.isEmpty();
    }
    List<LoggedEvent> batch = new ArrayList<>(failed);
    if (leftOut > 0 && batch.isEmpty()) {
      batch.add(
          new LoggedEvent(
              Instant.now(),
              "left-out",
              "events",
              leftOut + " events are not recorded: there were too many, or the store was away"));
      leftOut = 0;
    }
    while (batch.size() < EventLog.MOST_AT_A_TIME && !waiting.isEmpty()) {
      batch.add(waiting.removeFirst());
    }
    return batch;
  }

  /** Writes what is left, for 5 s at the most. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    try {
      thread.join(END.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
