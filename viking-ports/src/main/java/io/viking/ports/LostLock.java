package io.viking.ports;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether and why a lock is lost, and who wants to know. Safe for use by several threads. */
final class LostLock {
  private final List<Runnable> listeners = new ArrayList<>();
  private Optional<String> reason = Optional.empty();
  private boolean closed;

  /** Empty until it is lost or closed. */
  synchronized Optional<String> reason() {
    return closed && reason.isEmpty() ? Optional.of("it was given back") : reason;
  }

  void lose(String why) {
    List<Runnable> told;
    synchronized (this) {
      if (closed || reason.isPresent()) {
        return;
      }
      reason = Optional.of(why);
      told = List.copyOf(listeners);
    }
    told.forEach(Runnable::run);
  }

  /** Whether this was the first time. */
  synchronized boolean close() {
    boolean first = !closed;
    closed = true;
    return first;
  }

  void onLost(Runnable listener) {
    synchronized (this) {
      if (reason.isEmpty()) {
        listeners.add(listener);
        return;
      }
    }
    listener.run();
  }
}
