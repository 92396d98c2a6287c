package io.viking.docker.agent;

import io.viking.ports.EndpointSnapshot;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** When the endpoints behind each service that is listened for changed last. Not thread-safe. */
final class LinkChanges {
  private final Map<String, LinkTimes> byService = new TreeMap<>();
  private EndpointSnapshot known = EndpointSnapshot.empty();

  /** A table that was told of at that time is applied. */
  void applied(LinkTable table, Instant told, Instant now) {
    EndpointSnapshot next = table.snapshot();
    Set<String> services = Set.copyOf(table.listeners().values());
    byService.keySet().retainAll(services);
    for (String service : services) {
      if (!byService.containsKey(service) || !next.of(service).equals(known.of(service))) {
        byService.put(service, new LinkTimes(next.of(service).size(), told, now));
      }
    }
    known = next;
  }

  /** Those of now, sorted by service. */
  Map<String, LinkTimes> all() {
    return Collections.unmodifiableMap(new TreeMap<>(byService));
  }
}
