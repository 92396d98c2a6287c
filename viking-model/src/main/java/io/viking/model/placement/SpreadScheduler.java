package io.viking.model.placement;

import io.viking.model.Host;

/**
 * Spreads the instances of a service over the hosts, then evens out the load: the host with the
 * fewest instances of the service, of those the least loaded one ({@link
 * HostLoad#LEAST_LOADED_FIRST}). So two instances of a service share a host only when every host
 * that may run them has one.
 */
public final class SpreadScheduler implements Scheduler {
  /** After so many hosts it is worth while to look at all of them for the fewest there are. */
  private static final int PATIENCE = 16;

  /** A scheduler without state. */
  public SpreadScheduler() {}

  @Override
  public Host place(PlacementRequest request) {
    HostLoad best = null;
    int fewest = Integer.MAX_VALUE;
    int passed = 0;
    for (HostLoad load : request.leastLoadedFirst()) {
      int own = load.instancesOf(request.service());
      if (own < fewest) {
        best = load;
        fewest = own;
      }
      passed++;
      if (fewest == 0 || (passed > PATIENCE && fewest <= request.fewest())) {
        break;
      }
    }
    if (best == null) {
      throw new IllegalArgumentException("no host can run it: " + request);
    }
    return best.host();
  }
}
