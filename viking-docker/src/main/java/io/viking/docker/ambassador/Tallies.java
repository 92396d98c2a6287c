package io.viking.docker.ambassador;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/** The counters by service and endpoint, as long as there are such. Thread-safe. */
final class Tallies {
  private final Map<String, ServiceTally> services = new ConcurrentHashMap<>();

  /** The counters of that endpoint of that service, to be given back. */
  Tally take(String service, Backend backend) {
    AtomicReference<Tally> taken = new AtomicReference<>();
    // Within the map's lock: one that is taken must not be forgotten meanwhile.
    services.compute(
        service,
        (name, known) -> {
          ServiceTally tally = known == null ? new ServiceTally() : known;
          taken.set(tally.take(backend));
          return tally;
        });
    return Objects.requireNonNull(taken.get());
  }

  void failed(String service) {
    services.computeIfAbsent(service, first -> new ServiceTally()).failed();
  }

  /** Forgets what nobody listens for, what is no endpoint any more, and has no connection left. */
  void prune(Routing routing) {
    for (String service : services.keySet()) {
      services.computeIfPresent(
          service,
          (name, tally) -> {
            List<Backend> current = routing.backends(name);
            return tally.prune(current::contains) && !routing.isListenedFor(name) ? null : tally;
          });
    }
  }

  /** How often connecting failed, by service, sorted. */
  Map<String, Long> failures() {
    Map<String, Long> failures = new TreeMap<>();
    services.forEach(
        (service, tally) -> {
          if (tally.failures() > 0) {
            failures.put(service, tally.failures());
          }
        });
    return failures;
  }

  /** All, sorted by service. */
  List<ServiceTraffic> report() {
    return new TreeMap<>(services)
        .entrySet().stream().map(entry -> entry.getValue().report(entry.getKey())).toList();
  }
}
