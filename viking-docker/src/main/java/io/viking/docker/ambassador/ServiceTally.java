package io.viking.docker.ambassador;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The counters of one service and of its endpoints. Thread-safe. */
final class ServiceTally {
  private final Map<Backend, Tally> endpoints = new LinkedHashMap<>();

  /** What the endpoints had that are gone; and the failures of all. */
  private final Tally own = new Tally(this);

  private boolean forgotten;

  /** The counters of that endpoint, to be given back; empty where the service is forgotten. */
  synchronized Optional<Tally> take(Backend backend) {
    if (forgotten) {
      return Optional.empty();
    }
    Tally tally = endpoints.computeIfAbsent(backend, first -> new Tally(this));
    tally.users++;
    return Optional.of(tally);
  }

  synchronized void giveBack(Tally tally) {
    tally.users--;
  }

  void failed() {
    own.failed();
  }

  long failures() {
    return own.failures();
  }

  /**
   * Forgets the endpoints that are gone and that nobody uses; and itself, where none is left and
   * nobody listens for it.
   *
   * @return whether it has forgotten itself
   */
  synchronized boolean prune(Predicate<Backend> isCurrent, boolean listenedFor) {
    endpoints
        .entrySet()
        .removeIf(
            entry -> {
              Tally tally = entry.getValue();
              boolean gone = tally.users == 0 && !isCurrent.test(entry.getKey());
              if (gone) {
                tally.addTo(own);
              }
              return gone;
            });
    forgotten = endpoints.isEmpty() && !listenedFor;
    return forgotten;
  }

  synchronized ServiceTraffic report(String service) {
    Tally total = new Tally(this);
    own.addTo(total);
    Map<String, TrafficCounts> each = new TreeMap<>();
    endpoints.forEach(
        (backend, tally) -> {
          tally.addTo(total);
          each.put(backend.toString(), tally.counts());
        });
    TrafficCounts sum =
        TrafficCounts.builder().from(total.counts()).failures(own.failures()).build();
    return new ServiceTraffic(service, sum, each);
  }
}
