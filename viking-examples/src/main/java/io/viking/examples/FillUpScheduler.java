package io.viking.examples;

import io.viking.model.Host;
import io.viking.model.placement.HostLoad;
import io.viking.model.placement.PlacementRequest;
import io.viking.model.placement.Scheduler;
import java.util.Comparator;

/**
 * A scheduler of one's own: fills one host before it begins with the next, so that hosts that are
 * not needed can be switched off. It still avoids a second instance of a service on one host, as
 * long as that leaves it a host on which something runs already.
 */
final class FillUpScheduler implements Scheduler {
  @Override
  public Host place(PlacementRequest request) {
    return request.candidates().stream()
        .max(
            Comparator.comparing((HostLoad load) -> load.count() > 0)
                .thenComparing(load -> load.instancesOf(request.service()) == 0)
                .thenComparing(HostLoad::share)
                .thenComparing(load -> load.host().name(), Comparator.reverseOrder()))
        .orElseThrow()
        .host();
  }
}
