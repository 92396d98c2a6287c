package io.viking.docker.ambassador;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What went to one service. An endpoint that is gone has no counts of its own any more; what it had
 * stays in the total.
 *
 * @param service its registry name
 * @param total what went to all its endpoints
 * @param endpoints what went to each, by {@code address:port}, sorted
 */
public record ServiceTraffic(
    String service, TrafficCounts total, Map<String, TrafficCounts> endpoints) {
  /** Copies the map. */
  public ServiceTraffic {
    endpoints = Collections.unmodifiableMap(new TreeMap<>(endpoints));
  }

  static ServiceTraffic of(String service, KernelCounts counts) {
    return new ServiceTraffic(
        service,
        TrafficCounts.builder()
            .opened(counts.connections())
            .active(0)
            .bytesFromClients(counts.up())
            .bytesFromEndpoints(counts.down())
            .failures(0)
            .build(),
        Map.of());
  }

  /** With what went to no endpoint that is known. */
  ServiceTraffic plus(ServiceTraffic other) {
    return new ServiceTraffic(service, total.plus(other.total), endpoints);
  }
}
