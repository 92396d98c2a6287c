package io.viking.docker.ambassador;

import java.util.concurrent.atomic.LongAdder;

/**
 * The counters of one endpoint of one service. Whoever uses it took it from its {@link
 * ServiceTally} and gives it back. Thread-safe.
 */
final class Tally {
  private final ServiceTally owner;
  private final LongAdder opened = new LongAdder();
  private final LongAdder active = new LongAdder();
  private final LongAdder failures = new LongAdder();
  final LongAdder fromClients = new LongAdder();
  final LongAdder fromEndpoints = new LongAdder();

  /** How many sessions use it; guarded by its owner. */
  int users;

  Tally(ServiceTally owner) {
    this.owner = owner;
  }

  void opened() {
    opened.increment();
    active.increment();
  }

  void closed() {
    active.decrement();
  }

  void failed() {
    failures.increment();
  }

  void giveBack() {
    owner.giveBack(this);
  }

  /** Adds all but the failures, which a service counts by itself. */
  void addTo(Tally sum) {
    sum.opened.add(opened.sum());
    sum.active.add(active.sum());
    sum.fromClients.add(fromClients.sum());
    sum.fromEndpoints.add(fromEndpoints.sum());
  }

  TrafficCounts counts() {
    return TrafficCounts.builder()
        .opened(opened.sum())
        .active(active.sum())
        .bytesFromClients(fromClients.sum())
        .bytesFromEndpoints(fromEndpoints.sum())
        .failures(failures.sum())
        .build();
  }

  long failures() {
    return failures.sum();
  }
}
