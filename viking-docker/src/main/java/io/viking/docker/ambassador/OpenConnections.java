package io.viking.docker.ambassador;

import io.viking.ports.Departures;
import io.viking.ports.Endpoint;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The connections that the ambassadors of a host, and the kernel for them, still have to endpoints
 * to which they send nothing new any more. For one thread.
 */
public final class OpenConnections {
  private final TrackedConnections tracked;

  OpenConnections(TrackedConnections tracked) {
    this.tracked = tracked;
  }

  /** A counter for the network namespace of the thread that uses it. */
  public static OpenConnections create() {
    return new OpenConnections(TrackedConnections.ofThisNetwork());
  }

  /** Whether a new connection may go to one of these endpoints. */
  public static boolean mayBegin(List<Ambassador> ambassadors, Set<Endpoint> endpoints) {
    return ambassadors.stream().anyMatch(one -> endpoints.stream().anyMatch(one::leadsTo));
  }

  /**
   * Counts them; looks at the kernel's table once at most, and only if some may be in it.
   *
   * @param endpoints from whatever is asked about to its endpoints, those of the past included
   * @return from each of these to its number of connections, or {@link Departures#UNKNOWN}
   */
  public <T> Map<T, Integer> count(
      List<Ambassador> ambassadors, Map<T, ? extends Collection<Endpoint>> endpoints) {
    Map<T, Set<KernelFlow>> flows = new HashMap<>();
    endpoints.forEach((asked, some) -> flows.put(asked, flows(ambassadors, some)));
    Optional<Map<KernelFlow, Integer>> kernel = kernel(flows.values());
    Map<T, Integer> counts = new HashMap<>();
    endpoints.forEach(
        (asked, some) ->
            counts.put(
                asked,
                sum(relayed(ambassadors, some), flows.getOrDefault(asked, Set.of()), kernel)));
    return counts;
  }

  private static Set<KernelFlow> flows(
      List<Ambassador> ambassadors, Collection<Endpoint> endpoints) {
    return ambassadors.stream()
        .flatMap(one -> endpoints.stream().flatMap(endpoint -> one.kernelFlows(endpoint).stream()))
        .collect(Collectors.toSet());
  }

  private Optional<Map<KernelFlow, Integer>> kernel(Collection<Set<KernelFlow>> flows) {
    Set<KernelFlow> all = new HashSet<>();
    flows.forEach(all::addAll);
    return all.isEmpty() ? Optional.of(Map.of()) : tracked.count(all);
  }

  private static int relayed(List<Ambassador> ambassadors, Collection<Endpoint> endpoints) {
    return ambassadors.stream()
        .mapToInt(one -> endpoints.stream().mapToInt(one::relayed).sum())
        .sum();
  }

  private static int sum(
      int relayed, Set<KernelFlow> flows, Optional<Map<KernelFlow, Integer>> kernel) {
    if (flows.isEmpty()) {
      return relayed;
    }
    return kernel
        .map(known -> relayed + flows.stream().mapToInt(flow -> known.getOrDefault(flow, 0)).sum())
        .orElse(Departures.UNKNOWN);
  }
}
