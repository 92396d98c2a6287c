package io.viking.ports;

import io.viking.model.PortTable;
import io.viking.model.ServicePort;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Combines callers that allocate at the same time: one of them leads and does the work of all that
 * wait, the next leader is the first of those that came meanwhile. A caller that is alone leads at
 * once. No thread of its own, no timer.
 */
final class CallerQueue {
  /** What the leader does for all. */
  interface Work {
    /**
     * Allocates those in one go.
     *
     * @param wishes one for each caller
     * @param deadline the leader's
     * @return the answer to each wish, in their order
     */
    List<PortTable> allocate(List<Set<ServicePort>> wishes, Deadline deadline);
  }

  private final int most;
  private final Work work;
  private final Deque<Caller> waiting = new ArrayDeque<>();
  private boolean led;

  /**
   * @param most how many service ports are combined; a caller with more is served by itself
   */
  CallerQueue(int most, Work work) {
    this.most = most;
    this.work = work;
  }

  /**
   * Allocates, as the leader or through one.
   *
   * @throws TimeoutException if no leader was done with it by the deadline; whether it was carried
   *     out is unknown
   */
  PortTable allocate(Set<ServicePort> wish, Deadline deadline)
      throws InterruptedException, TimeoutException {
    Caller caller = new Caller(wish, deadline);
    if (!enter(caller)) {
      Optional<PortTable> answer = await(caller);
      if (answer.isPresent()) {
        return answer.get();
      }
    }
    try {
      return lead(caller);
    } finally {
      handOver();
    }
  }

  /** How many wait for a leader. */
  synchronized int waiting() {
    return waiting.size();
  }

  /** True if the caller leads. */
  private synchronized boolean enter(Caller caller) {
    if (led) {
      waiting.add(caller);
      return false;
    }
    led = true;
    return true;
  }

  /** The answer, or nothing if the caller has to lead. */
  private Optional<PortTable> await(Caller caller) throws InterruptedException, TimeoutException {
    try {
      return caller.outcome.get(caller.deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException | TimeoutException e) {
      if (leave(caller)) {
        // Made the leader at this very moment.
        handOver();
      }
      throw e;
    }
  }

  /** True if the caller was to lead. */
  private synchronized boolean leave(Caller caller) {
    waiting.remove(caller);
    caller.gone = true;
    return caller.outcome.isDone()
        && !caller.outcome.isCompletedExceptionally()
        && caller.outcome.join().isEmpty();
  }

  private PortTable lead(Caller leader) {
    List<Caller> others = leader.alone ? List.of() : takeOthers(leader.wish.size());
    List<Caller> all = new ArrayList<>(List.of(leader));
    all.addAll(others);
    try {
      List<PortTable> answers =
          work.allocate(all.stream().map(caller -> caller.wish).toList(), leader.deadline);
      for (int i = 1; i < all.size(); i++) {
        all.get(i).outcome.complete(Optional.of(answers.get(i)));
      }
      return answers.get(0);
    } catch (StoreUnavailableException | PortsExhaustedException e) {
      putBack(others, isAbout(e));
      if (others.isEmpty() || !isAbout(e)) {
        throw e;
      }
      return work.allocate(List.of(leader.wish), leader.deadline).get(0);
    } catch (RuntimeException | Error e) {
      putBack(others, true);
      throw e;
    }
  }

  /** Whether the failure may be about one of the wishes rather than about the store. */
  private static boolean isAbout(RuntimeException failure) {
    return failure instanceof PortsExhaustedException || failure instanceof CorruptStoreException;
  }

  private synchronized List<Caller> takeOthers(int taken) {
    List<Caller> others = new ArrayList<>();
    int size = taken;
    for (Iterator<Caller> all = waiting.iterator(); all.hasNext() && size < most; ) {
      Caller next = all.next();
      if (!next.alone && size + next.wish.size() <= most) {
        size += next.wish.size();
        others.add(next);
        all.remove();
      }
    }
    return others;
  }

  /** They go first; those that have given up meanwhile are gone. */
  private synchronized void putBack(List<Caller> callers, boolean alone) {
    for (int i = callers.size() - 1; i >= 0; i--) {
      Caller caller = callers.get(i);
      caller.alone |= alone;
      if (!caller.gone) {
        waiting.addFirst(caller);
      }
    }
  }

  private synchronized void handOver() {
    Caller next = waiting.poll();
    if (next == null) {
      led = false;
    } else {
      next.outcome.complete(Optional.empty());
    }
  }

  /** Its fields but the first three are guarded by the queue. */
  private static final class Caller {
    private final Set<ServicePort> wish;
    private final Deadline deadline;

    /** The answer, nothing for one that has to lead, or why there is no answer. */
    private final CompletableFuture<Optional<PortTable>> outcome = new CompletableFuture<>();

    /** Whether what it wants may be what made an attempt for several fail. */
    private boolean alone;

    /** Whether it waits no more. */
    private boolean gone;

    private Caller(Set<ServicePort> wish, Deadline deadline) {
      this.wish = wish;
      this.deadline = deadline;
    }
  }
}
