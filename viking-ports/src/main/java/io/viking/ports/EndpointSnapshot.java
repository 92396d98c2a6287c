package io.viking.ports;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** All endpoints at one moment of the store's history. Immutable. */
public final class EndpointSnapshot {
  private static final EndpointSnapshot EMPTY = new EndpointSnapshot(0, Map.of(), Set.of());

  private final long revision;
  private final Map<String, List<Endpoint>> byService;
  private final Set<String> ids;

  private EndpointSnapshot(long revision, Map<String, List<Endpoint>> byService, Set<String> ids) {
    this.revision = revision;
    this.byService = byService;
    this.ids = ids;
  }

  /** The snapshot without an endpoint, of revision 0. */
  public static EndpointSnapshot empty() {
    return EMPTY;
  }

  /** The snapshot of these endpoints. */
  public static EndpointSnapshot of(long revision, Collection<Endpoint> endpoints) {
    TreeMap<String, List<Endpoint>> byService = new TreeMap<>();
    Set<String> ids = new HashSet<>();
    endpoints.stream()
        .sorted()
        .forEach(
            endpoint -> {
              byService.computeIfAbsent(endpoint.service(), any -> new ArrayList<>()).add(endpoint);
              ids.add(endpoint.service() + "/" + endpoint.id());
            });
    byService.replaceAll((service, list) -> List.copyOf(list));
    return new EndpointSnapshot(revision, Collections.unmodifiableMap(byService), ids);
  }

  /** A number that grows with every change of the store; comparable within one store only. */
  public long revision() {
    return revision;
  }

  /** The endpoints of that registry name, sorted by id; empty where it has none. */
  public List<Endpoint> of(String service) {
    return byService.getOrDefault(service, List.of());
  }

  /** Whether that id is registered under that registry name. */
  public boolean contains(String service, String id) {
    return ids.contains(service + "/" + id);
  }

  /** All endpoints by registry name, sorted; unmodifiable. */
  public Map<String, List<Endpoint>> byService() {
    return byService;
  }

  @Override
  public String toString() {
    return "EndpointSnapshot@" + revision + byService;
  }
}
