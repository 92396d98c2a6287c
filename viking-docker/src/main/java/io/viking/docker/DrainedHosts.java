package io.viking.docker;

import io.viking.docker.plan.ActualHost;
import io.viking.docker.plan.ActualState;
import java.util.List;
import java.util.Set;

/** Marks the hosts that are to be empty in what is. */
final class DrainedHosts {
  private DrainedHosts() {}

  /** What is, with these hosts marked. */
  static ActualState mark(ActualState actual, Set<String> drained) {
    if (drained.isEmpty()) {
      return actual;
    }
    List<ActualHost> hosts =
        actual.hosts().stream()
            .map(
                host ->
                    ActualHost.builder()
                        .from(host)
                        .state(host.state().withDrained(drained.contains(host.host().name())))
                        .build())
            .toList();
    return ActualState.builder().from(actual).hosts(hosts).build();
  }
}
