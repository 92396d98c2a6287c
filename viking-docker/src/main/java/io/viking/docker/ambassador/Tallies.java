package io.viking.docker.ambassador;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** The counters by service and endpoint, as long as there are such. Thread-safe. */
final class Tallies {
  private final Map<String, ServiceTally> services = new ConcurrentHashMap<>();

  /** The counters of that endpoint of that service, to be given back. */
  Tally take(String service, Backend backend) {
    while (true) {
      Optional<Tally> taken = service(service).take(backend);
      if (taken.isPresent()) {
        return taken.get();
      }
      // It has been forgotten since; the next one is a new one.
    }
  }

  private ServiceTally service(String service) {
    ServiceTally known = services.get(service);
    return known == null ? services.computeIfAbsent(service, first -> new ServiceTally()) : known;
  }

  void failed(String service) {
    service(service).failed();
  }

  /** Forgets what nobody listens for, what is no endpoint any more, and has no connection left. */
  void prune(Routing routing) {
    services.forEach(
        (service, tally) -> {
          List<Backend> current = routing.backends(service);
          if (tally.prune(current::contains, routing.isListenedFor(service))) {
            services.remove(service, tally);
          }
        });
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
