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

/**
 * Hands each state to every listener: in order, one call at a time, on a thread of its own.
 *
 * @param <T> a state, which never changes
 */
final class Watchers<T> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Watchers.class);

  private final String what;
  private final ThreadPoolExecutor thread;
  private final List<Watcher> watchers = new ArrayList<>();
  private @Nullable T latest;

  /**
   * @param what the name of the states, as in {@code endpoints}
   */
  Watchers(String what) {
    this.what = what;
    thread =
        new ThreadPoolExecutor(
            1,
            1,
            1,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            DaemonThreads.named("viking-" + what),
            new ThreadPoolExecutor.DiscardPolicy());
    thread.allowCoreThreadTimeOut(true);
  }

  /** Adds a listener; it is called at once if there is a state already. */
  synchronized Subscription add(Consumer<T> listener) {
    Watcher watcher = new Watcher(listener);
    watchers.add(watcher);
    if (latest != null) {
      watcher.offer(latest);
    }
    return watcher;
  }

  /** Makes that the latest state; one that a listener has not seen yet is skipped. */
  synchronized void publish(T state) {
    latest = state;
    watchers.forEach(watcher -> watcher.offer(state));
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
    private final Consumer<T> listener;

    /** Held during a call, so that close() waits for one that is running. */
    private final ReentrantLock calling = new ReentrantLock();

    private @Nullable T pending;
    private boolean closed;

    Watcher(Consumer<T> listener) {
      this.listener = listener;
    }

    void offer(T state) {
      synchronized (this) {
        pending = state;
      }
      thread.execute(this::deliver);
    }

    private synchronized @Nullable T take() {
      T state = pending;
      pending = null;
      return state;
    }

    private void deliver() {
      calling.lock();
      try {
        T state = take();
        if (!closed && state != null) {
          listener.accept(state);
        }
      } catch (RuntimeException e) {
        LOG.error("a listener of {} failed; it and the others go on", what, e);
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
