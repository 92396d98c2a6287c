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
}
