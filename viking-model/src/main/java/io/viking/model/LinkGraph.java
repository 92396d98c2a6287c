package io.viking.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Services, and which of the others each one links to; as large as what one began with leads to.
 *
 * @param targets what each service links to, as far as it is in the catalog
 */
record LinkGraph(Map<ServiceName, Set<ServiceName>> targets) {
  /** Those of the services that are in the catalog, and all that they lead to. */
  static LinkGraph of(StackCatalog catalog, Collection<ServiceName> services) {
    Map<ServiceName, Set<ServiceName>> targets = new LinkedHashMap<>();
    Deque<ServiceName> unseen = new ArrayDeque<>(services);
    while (!unseen.isEmpty()) {
      ServiceName service = unseen.remove();
      if (!targets.containsKey(service)) {
        catalog
            .find(service)
            .map(job -> targets(service, job, catalog))
            .ifPresent(
                found -> {
                  targets.put(service, found);
                  unseen.addAll(found);
                });
      }
    }
    return new LinkGraph(targets);
  }

  /**
   * How many links the longest way from each service has; services on a cycle, and those that lead
   * to one, are left out.
   */
  Map<ServiceName, Integer> depths() {
    Map<ServiceName, Integer> open = new HashMap<>();
    Map<ServiceName, List<ServiceName>> consumers = new HashMap<>();
    Map<ServiceName, Integer> reached = new HashMap<>();
    Map<ServiceName, Integer> depths = new HashMap<>();
    Deque<ServiceName> ready = new ArrayDeque<>();
    targets.forEach(
        (service, found) -> {
          open.put(service, found.size());
          found.forEach(
              target -> consumers.computeIfAbsent(target, any -> new ArrayList<>()).add(service));
          if (found.isEmpty()) {
            ready.add(service);
          }
        });
    while (!ready.isEmpty()) {
      ServiceName service = ready.remove();
      int depth = reached.getOrDefault(service, 0);
      depths.put(service, depth);
      for (ServiceName consumer : consumers.getOrDefault(service, List.of())) {
        reached.merge(consumer, depth + 1, Math::max);
        if (open.merge(consumer, -1, Integer::sum) == 0) {
          ready.add(consumer);
        }
      }
    }
    return depths;
  }

  /** The services of the catalog that the job links to. */
  static Set<ServiceName> targets(ServiceName service, Job job, StackCatalog catalog) {
    Set<ServiceName> targets = new LinkedHashSet<>();
    for (Link link : job.links()) {
      ServiceName target = link.target(service.stack());
      if (catalog.find(target).isPresent()) {
        targets.add(target);
      }
    }
    return targets;
  }
}
