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
  private final Map<Place, Backend> byPlace;

  /** Two services may have an address, the one by TCP and the other by UDP. */
  private record Place(String service, HostAndPort address) {}

  private BackendView(Map<String, List<Backend>> byService, Map<Place, Backend> byPlace) {
    this.byService = byService;
    this.byPlace = byPlace;
  }

  /** The view of that snapshot, in which an endpoint that is known here keeps its backend. */
  BackendView next(EndpointSnapshot snapshot) {
    Map<Place, Backend> known = new HashMap<>();
    // One that is gone and comes back while connections to it live must still count them.
    byPlace.forEach(
        (place, backend) -> {
          if (backend.connections() > 0) {
            known.put(place, backend);
          }
        });
    Map<String, List<Backend>> services = new HashMap<>();
    snapshot
        .byService()
        .forEach(
            (service, endpoints) -> services.put(service, backends(service, endpoints, known)));
    return new BackendView(services, known);
  }

  /** The same, with what of an earlier view was given a connection while this one was made. */
  BackendView keeping(BackendView earlier) {
    Map<Place, Backend> missed = new HashMap<>();
    earlier.byPlace.forEach(
        (place, backend) -> {
          if (backend.connections() > 0 && !byPlace.containsKey(place)) {
            missed.put(place, backend);
          }
        });
    if (missed.isEmpty()) {
      return this;
    }
    missed.putAll(byPlace);
    return new BackendView(byService, missed);
  }

  /**
   * That address of a service as it is known here, whether it still is an endpoint or only has
   * connections.
   */
  Optional<Backend> at(String service, HostAndPort address) {
    return Optional.ofNullable(byPlace.get(new Place(service, address)));
  }

  private List<Backend> backends(
      String service, List<Endpoint> endpoints, Map<Place, Backend> known) {
    LinkedHashMap<Place, Backend> distinct = new LinkedHashMap<>();
    for (Endpoint endpoint : endpoints) {
      Place place = new Place(service, endpoint.address());
      Backend backend = byPlace.get(place);
      distinct.put(
          place,
          known.computeIfAbsent(
              place, missing -> backend == null ? Backend.of(missing.address()) : backend));
    }
    return List.copyOf(distinct.values());
  }

  /** The backends of that registry name; empty where it has none. */
  List<Backend> of(String service) {
    return byService.getOrDefault(service, List.of());
  }
}
