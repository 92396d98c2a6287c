package io.viking.docker.ambassador;

import io.viking.ports.Endpoint;
import io.viking.ports.EndpointSnapshot;
import io.viking.ports.HostAndPort;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The backends of every service at one moment. Immutable; the backends in it are not. */
final class BackendView {
  static final BackendView EMPTY = new BackendView(Map.of(), Map.of());

  private final Map<String, List<Backend>> byService;
  private final Map<HostAndPort, Backend> byAddress;

  private BackendView(Map<String, List<Backend>> byService, Map<HostAndPort, Backend> byAddress) {
    this.byService = byService;
    this.byAddress = byAddress;
  }

  /** The view of that snapshot, in which an address that is known here keeps its backend. */
  BackendView next(EndpointSnapshot snapshot) {
    Map<HostAndPort, Backend> known = new HashMap<>();
    // One that is gone and comes back while connections to it live must still count them.
    byAddress.forEach(
        (address, backend) -> {
          if (backend.connections() > 0) {
            known.put(address, backend);
          }
        });
    Map<String, List<Backend>> services = new HashMap<>();
    snapshot
        .byService()
        .forEach((service, endpoints) -> services.put(service, backends(endpoints, known)));
    return new BackendView(services, known);
  }

  /** The same, with what of an earlier view was given a connection while this one was made. */
  BackendView keeping(BackendView earlier) {
    Map<HostAndPort, Backend> missed = new HashMap<>();
    earlier.byAddress.forEach(
        (address, backend) -> {
          if (backend.connections() > 0 && !byAddress.containsKey(address)) {
            missed.put(address, backend);
          }
        });
    if (missed.isEmpty()) {
      return this;
    }
    missed.putAll(byAddress);
    return new BackendView(byService, missed);
  }

  /** That address as it is known here, whether it still is an endpoint or only has connections. */
  Optional<Backend> at(HostAndPort address) {
    return Optional.ofNullable(byAddress.get(address));
  }

  private List<Backend> backends(List<Endpoint> endpoints, Map<HostAndPort, Backend> known) {
    LinkedHashMap<HostAndPort, Backend> distinct = new LinkedHashMap<>();
    for (Endpoint endpoint : endpoints) {
      HostAndPort address = endpoint.address();
      Backend backend = byAddress.get(address);
      distinct.put(
          address,
          known.computeIfAbsent(
              address, missing -> backend == null ? Backend.of(missing) : backend));
    }
    return List.copyOf(distinct.values());
  }

  /** The backends of that registry name; empty where it has none. */
  List<Backend> of(String service) {
    return byService.getOrDefault(service, List.of());
  }
}
