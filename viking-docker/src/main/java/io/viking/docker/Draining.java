package io.viking.docker;

import io.viking.docker.plan.Removal;
import io.viking.model.Host;
import io.viking.model.InstanceId;
import io.viking.ports.ClusterStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Waits until nobody uses instances any more whose removal has been announced. Safe for use by
 * several threads, which then ask the store together.
 */
final class Draining {
  private static final Duration LOOK_EVERY = Duration.ofMillis(50);

  private final ClusterStore store;
  private Answer latest = new Answer(List.of(), Map.of());
  private long askedAt = System.nanoTime() - LOOK_EVERY.toNanos();

  Draining(ClusterStore store) {
    this.store = store;
  }

  /** What the live agents' hosts told of their connections. */
  private record Answer(List<Host> hosts, Map<String, Map<InstanceId, Integer>> reports) {
    /** Where no agent is known, nobody can have told that it sends nothing. */
    boolean isDrained(InstanceId instance) {
      return !hosts.isEmpty()
          && hosts.stream()
              .allMatch(
                  host -> {
                    Integer open = reports.getOrDefault(host.name(), Map.of()).get(instance);
                    return open != null && open == 0;
                  });
    }
  }

  /**
   * Waits for each of them until every host with a live agent says that it has no connection to it,
   * or its time has passed.
   *
   * @param goOn asked again and again; once false, nothing is waited for any more
   * @param drained called for each in this thread as soon as it may be stopped
   */
  void await(Collection<Removal> removals, BooleanSupplier goOn, Consumer<Removal> drained) {
    long begin = System.nanoTime();
    List<Removal> pending = new ArrayList<>(removals);
    while (goOn.getAsBoolean()) {
      Duration passed = Duration.ofNanos(System.nanoTime() - begin);
      settle(pending, removal -> removal.drain().compareTo(passed) <= 0, drained);
      if (!pending.isEmpty()) {
        Answer answer = answer();
        settle(pending, removal -> answer.isDrained(removal.instance()), drained);
      }
      if (pending.isEmpty()) {
        return;
      }
      pause();
    }
  }

  private static void settle(
      List<Removal> pending, Predicate<Removal> isDrained, Consumer<Removal> drained) {
    List<Removal> done = pending.stream().filter(isDrained).toList();
    pending.removeAll(done);
    done.forEach(drained);
  }

  private synchronized Answer answer() {
    if (System.nanoTime() - askedAt >= LOOK_EVERY.toNanos()) {
      latest = ask();
      askedAt = System.nanoTime();
    }
    return latest;
  }

  private Answer ask() {
    try {
      // The hosts first: one that comes in between is missed once, and has no connection yet.
      List<Host> hosts = store.hosts().hosts();
      return new Answer(hosts, store.departures().reports());
    } catch (RuntimeException e) {
      // Nothing is known then; the time that is waited at most passes all the same.
      return new Answer(List.of(), Map.of());
    }
  }

  private static void pause() {
    LockSupport.parkNanos(LOOK_EVERY.toNanos());
    if (Thread.currentThread().isInterrupted()) {
      throw new IllegalStateException("interrupted while waiting for connections to end");
    }
  }
}
