package io.viking.model.placement;

import io.viking.model.Job;
import io.viking.model.ServiceName;
import java.util.List;

/**
 * One instance that needs a host.
 *
 * @param service the service it belongs to
 * @param job that service's job
 * @param candidates the hosts it may run on, sorted by name, never empty: they answer, have the
 *     job's tags and hold its volumes
 */
public record PlacementRequest(ServiceName service, Job job, List<HostLoad> candidates) {
  /**
   * @throws IllegalArgumentException if there is no candidate
   */
  public PlacementRequest {
    candidates = List.copyOf(candidates);
    if (candidates.isEmpty()) {
      throw new IllegalArgumentException("no candidate host for service " + service.path());
    }
  }
}
