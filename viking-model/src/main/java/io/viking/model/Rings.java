package io.viking.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds the services that are on a cycle, by Kosaraju's algorithm: each service and each link is
 * looked at twice, however many cycles there are. One use.
 */
final class Rings {
  private final LinkGraph graph;
  private final Map<ServiceName, List<ServiceName>> consumers = new HashMap<>();
  private final Map<ServiceName, Integer> rings = new HashMap<>();

  private Rings(LinkGraph graph) {
    this.graph = graph;
  }

  /**
   * A number for each service that is on a cycle: the same for two that lead to each other. Others
   * are left out.
   */
  static Map<ServiceName, Integer> of(LinkGraph graph) {
    return new Rings(graph).find();
  }

  private Map<ServiceName, Integer> find() {
    graph
        .targets()
        .forEach(
            (service, found) ->
                found.forEach(
                    target ->
                        consumers.computeIfAbsent(target, any -> new ArrayList<>()).add(service)));
    Set<ServiceName> seen = new HashSet<>();
    Deque<ServiceName> order = lastLeftFirst();
    int number = 0;
    for (ServiceName service : order) {
      List<ServiceName> ring = leadingTo(service, seen);
      if (ring.size() > 1 || targets(service).contains(service)) {
        int ringNumber = number++;
        ring.forEach(member -> rings.put(member, ringNumber));
      }
    }
    return rings;
  }

  private Set<ServiceName> targets(ServiceName service) {
    return graph.targets().getOrDefault(service, Set.of());
  }

  /** All services, each before those that were left before it in a walk along the links. */
  private Deque<ServiceName> lastLeftFirst() {
    Deque<ServiceName> left = new ArrayDeque<>();
    Set<ServiceName> entered = new HashSet<>();
    Deque<Map.Entry<ServiceName, Iterator<ServiceName>>> way = new ArrayDeque<>();
    for (ServiceName start : graph.targets().keySet()) {
      enter(start, entered, way);
      while (!way.isEmpty()) {
        Map.Entry<ServiceName, Iterator<ServiceName>> here = way.element();
        if (here.getValue().hasNext()) {
          enter(here.getValue().next(), entered, way);
        } else {
          left.push(way.pop().getKey());
        }
      }
    }
    return left;
  }

  private void enter(
      ServiceName service,
      Set<ServiceName> entered,
      Deque<Map.Entry<ServiceName, Iterator<ServiceName>>> way) {
    if (entered.add(service)) {
      way.push(Map.entry(service, targets(service).iterator()));
    }
  }

  /** The service and those that lead to it, without those that were seen before. */
  private List<ServiceName> leadingTo(ServiceName service, Set<ServiceName> seen) {
    List<ServiceName> found = new ArrayList<>();
    Deque<ServiceName> open = new ArrayDeque<>(List.of(service));
    while (!open.isEmpty()) {
      ServiceName next = open.remove();
      if (seen.add(next)) {
        found.add(next);
        open.addAll(consumers.getOrDefault(next, List.of()));
      }
    }
    return found;
  }
}
