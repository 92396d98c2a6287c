package io.viking.model.placement;

import io.viking.model.Host;
import java.util.Comparator;

/**
 * Spreads the instances of a service over the hosts, then evens out the load: the host with the
 * fewest instances of the service, of those the one with the fewest instances in all, of those the
 * first by name.
 */
public final class SpreadScheduler implements Scheduler {
  /** A scheduler without state. */
  public SpreadScheduler() {}

  @Override
  public Host place(PlacementRequest request) {
    return request.candidates().stream()
        .min(
            Comparator.comparingLong((HostLoad load) -> load.instancesOf(request.service()))
                .thenComparingInt(load -> load.instances().size())
                .thenComparing(load -> load.host().name()))
        .orElseThrow()
        .host();
  }
}
