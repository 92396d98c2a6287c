package io.viking.ports;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands each snapshot to every listener: in order, one call at a time, on a thread of its own. */
final class EndpointWatchers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EndpointWatchers.class);

  private final ThreadPoolExecutor thread =
      new ThreadPoolExecutor(
          1,
          1,
          1,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          DaemonThreads.named("viking-endpoints"),
          new ThreadPoolExecutor.DiscardPolicy());

  private final List<Watcher> watchers = new ArrayList<>();
  private @Nullable EndpointSnapshot latest;

  EndpointWatchers() {
    thread.allowCoreThreadTimeOut(true);
  }

  /** Adds a listener; it is called at once if there is a snapshot already. */
  synchronized Subscription add(Consumer<EndpointSnapshot> listener) {
    Watcher watcher = new Watcher(listener);
    watchers.add(watcher);
    if (latest != null) {
      watcher.offer(latest);
    }
    return watcher;
  }

  /** Makes that the latest snapshot; one that a listener has not seen yet is skipped. */
  synchronized void publish(EndpointSnapshot snapshot) {
    latest = snapshot;
    watchers.forEach(watcher -> watcher.offer(snapshot));
  }

  /** No call begins after it has returned. */
  @Override
  public void close() {
    List<Watcher> all;
    synchronized (this) {
      all = List.copyOf(watchers);
    }
    all.forEach(Watcher::close);
    thread.shutdown();
  }

  private synchronized void remove(Watcher watcher) {
    watchers.remove(watcher);
  }

  private final class Watcher implements Subscription {
    private final Consumer<EndpointSnapshot> listener;

    /** Held during a call, so that close() waits for one that is running. */
    private final ReentrantLock calling = new ReentrantLock();

    private @Nullable EndpointSnapshot pending;
    private boolean closed;

    Watcher(Consumer<EndpointSnapshot> listener) {
      this.listener = listener;
    }

    void offer(EndpointSnapshot snapshot) {
      synchronized (this) {
        pending = snapshot;
      }
      thread.execute(this::deliver);
    }

    private synchronized @Nullable EndpointSnapshot take() {
      EndpointSnapshot snapshot = pending;
      pending = null;
      return snapshot;
    }

    private void deliver() {
      calling.lock();
      try {
        EndpointSnapshot snapshot = take();
        if (!closed && snapshot != null) {
          listener.accept(snapshot);
        }
      } catch (RuntimeException e) {
        LOG.error("a listener of endpoints failed; it and the others go on", e);
      } finally {
        calling.unlock();
      }
    }

    @Override
    public void close() {
      remove(this);
      calling.lock();
      try {
        closed = true;
      } finally {
        calling.unlock();
      }
    }
  }
}
