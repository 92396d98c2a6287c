package io.viking.docker.ambassador;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where connections from unknown sources wait while the host's containers are looked at again: one
 * look at a time, and one for all who came before it began. Thread-safe; answers are given outside
 * of the lock.
 */
final class WaitingRoom {
  private static final Logger LOG = LoggerFactory.getLogger(WaitingRoom.class);

  private final Routing routing;
  private final AmbassadorOptions options;
  private final Timer timer;
  private final Set<Guest> guests = new LinkedHashSet<>();
  private final Strangers strangers;
  private long looks;
  private boolean looking;

  WaitingRoom(Routing routing, AmbassadorOptions options, Timer timer, LongSupplier nanos) {
    this.routing = routing;
    this.options = options;
    this.timer = timer;
    this.strangers = new Strangers(nanos);
  }

  /** Runs a task on another thread than the caller's, after a time that may be zero. */
  @FunctionalInterface
  interface Timer {
    void after(Duration delay, Runnable task);
  }

  /**
   * Decides at the latest after the hold time. The stage completes on a thread of the timer, of the
   * look-up, or of whoever changes the permissions.
   */
  CompletionStage<Verdict> hold(InetAddress source, PortKey port) {
    Guest guest;
    synchronized (this) {
      Verdict verdict = routing.verdict(source, port);
      if (verdict != Verdict.UNKNOWN || strangers.contains(source)) {
        return CompletableFuture.completedFuture(verdict);
      }
      // Before anybody is known everybody waits, and nobody who has a right is to be refused.
      if (guests.size() >= options.maxHeld() && !routing.knowsNobody()) {
        return CompletableFuture.completedFuture(Verdict.NO_ROOM);
      }
      guest = new Guest(source, port, looks);
      guests.add(guest);
    }
    schedule(options.holdTime(), () -> expire(guest));
    look();
    return guest.answer;
  }

  /** How many wait. */
  synchronized int size() {
    return guests.size();
  }

  /** To be called after the permissions have changed: decides those that are known now. */
  void permissionsChanged() {
    settle(-1);
  }

  private void expire(Guest guest) {
    synchronized (this) {
      guests.remove(guest);
    }
    guest.answer.complete(Verdict.UNKNOWN);
  }

  private void look() {
    synchronized (this) {
      if (looking || guests.isEmpty()) {
        return;
      }
      looking = true;
    }
    schedule(Duration.ZERO, this::askOwner);
  }

  private void askOwner() {
    long number;
    synchronized (this) {
      number = ++looks;
    }
    // A look that never ends must not be the last one.
    schedule(options.holdTime(), () -> looked(number));
    try {
      options
          .lookup()
          .refresh()
          .whenComplete(
              (done, failure) -> {
                if (failure != null) {
                  failed(failure);
                }
                looked(number);
              });
    } catch (RuntimeException e) {
      failed(e);
      looked(number);
    }
  }

  private static void failed(Throwable failure) {
    LOG.warn("cannot look up the source of a connection, it is refused: {}", failure.toString());
  }

  private void looked(long number) {
    synchronized (this) {
      if (!looking || number != looks) {
        return;
      }
      looking = false;
    }
    settle(number);
    look();
  }

  /** Answers those whose verdict is known, and those that this look (or an earlier) was for. */
  private void settle(long look) {
    Map<Guest, Verdict> settled = new LinkedHashMap<>();
    synchronized (this) {
      for (Guest guest : guests) {
        Verdict verdict = routing.verdict(guest.source, guest.port);
        if (verdict == Verdict.UNKNOWN && guest.before < look) {
          strangers.add(guest.source);
        }
        if (verdict != Verdict.UNKNOWN || guest.before < look) {
          settled.put(guest, verdict);
        }
      }
      guests.removeAll(settled.keySet());
    }
    settled.forEach((guest, verdict) -> guest.answer.complete(verdict));
  }

  private void schedule(Duration delay, Runnable task) {
    try {
      timer.after(delay, task);
    } catch (RejectedExecutionException e) {
      List<Guest> left;
      synchronized (this) {
        left = new ArrayList<>(guests);
        guests.clear();
      }
      left.forEach(guest -> guest.answer.complete(Verdict.UNKNOWN));
    }
  }

  private static final class Guest {
    final InetAddress source;
    final PortKey port;

    /** How many looks had begun when it came: those may have missed it. */
    final long before;

    final CompletableFuture<Verdict> answer = new CompletableFuture<>();

    Guest(InetAddress source, PortKey port, long before) {
      this.source = source;
      this.port = port;
      this.before = before;
    }
  }
}
