package io.viking.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The order in which services start: a service comes after all that it links to.
 *
 * @param stages groups of services that may start together, each sorted by name
 */
public record StartOrder(List<List<ServiceName>> stages) {
  private static final int MOST_CYCLES = 20;
  private static final int MOST_NAMES = 30;

  /** Copies the list. */
  public StartOrder {
    stages = stages.stream().map(List::copyOf).toList();
  }

  /**
   * The order of all services of the catalog. Links to services outside the catalog are taken as
   * satisfied.
   *
   * @throws InvalidStackException if links form a cycle, with the cycle printed
   */
  public static StartOrder of(StackCatalog catalog) {
    return of(catalog, catalog.services().keySet());
  }

  /**
   * The order of those of these services that are in the catalog, each as far back as it stands in
   * the order of all; what none of them leads to is not looked at.
   *
   * @throws InvalidStackException if links of theirs, or of what they lead to, form a cycle
   */
  public static StartOrder of(StackCatalog catalog, Collection<ServiceName> services) {
    LinkGraph graph = LinkGraph.of(catalog, services);
    Map<ServiceName, Integer> depths = graph.depths();
    if (depths.size() < graph.targets().size()) {
      throw new InvalidStackException(
          cycleProblems(catalog, new TreeSet<>(graph.targets().keySet())));
    }
    TreeMap<Integer, List<ServiceName>> stages = new TreeMap<>();
    for (ServiceName service : new TreeSet<>(services)) {
      Integer depth = depths.get(service);
      if (depth != null) {
        stages.computeIfAbsent(depth, any -> new ArrayList<>()).add(service);
      }
    }
    return new StartOrder(List.copyOf(stages.values()));
  }

  /**
   * The cycles that these services are part of, each once, as the fault of its first link; the
   * first {@value #MOST_CYCLES} of them.
   */
  static List<Problem> cycleProblems(StackCatalog catalog, Collection<ServiceName> starts) {
    LinkGraph graph = LinkGraph.of(catalog, starts);
    if (graph.depths().size() == graph.targets().size()) {
      return List.of();
    }
    Map<ServiceName, Integer> rings = Rings.of(graph);
    List<Problem> problems = new ArrayList<>();
    Set<ServiceName> reported = new HashSet<>();
    for (ServiceName start : starts) {
      if (rings.containsKey(start) && !reported.contains(start) && problems.size() < MOST_CYCLES) {
        List<ServiceName> cycle = cycle(start, graph, rings);
        reported.addAll(cycle);
        problems.add(describe(cycle, catalog));
      }
    }
    return problems;
  }

  /** The shortest way from a service, which is on a ring, along its links back to itself. */
  private static List<ServiceName> cycle(
      ServiceName start, LinkGraph graph, Map<ServiceName, Integer> rings) {
    Map<ServiceName, ServiceName> cameFrom = new LinkedHashMap<>();
    Deque<ServiceName> queue = new ArrayDeque<>(List.of(start));
    while (!queue.isEmpty() && !cameFrom.containsKey(start)) {
      ServiceName service = queue.remove();
      for (ServiceName target : graph.targets().getOrDefault(service, Set.of())) {
        if (Objects.equals(rings.get(target), rings.get(start))
            && cameFrom.putIfAbsent(target, service) == null) {
          queue.add(target);
        }
      }
    }
    return path(start, cameFrom);
  }

  private static List<ServiceName> path(ServiceName start, Map<ServiceName, ServiceName> cameFrom) {
    Deque<ServiceName> path = new ArrayDeque<>(List.of(start));
    ServiceName step = cameFrom.getOrDefault(start, start);
    while (!step.equals(start)) {
      path.addFirst(step);
      step = cameFrom.getOrDefault(step, start);
    }
    path.addFirst(start);
    return List.copyOf(path);
  }

  private static Problem describe(List<ServiceName> cycle, StackCatalog catalog) {
    ServiceName first = cycle.get(0);
    Optional<Link> link =
        catalog.find(first).stream()
            .flatMap(job -> job.links().stream())
            .filter(l -> l.target(first.stack()).equals(cycle.get(1)))
            .findFirst();
    return Problem.builder()
        .place(link.flatMap(Link::place))
        .message("links form a cycle: " + text(cycle) + ".")
        .addReasons("Each job starts after the jobs it links to, so none of these could start.")
        .fix("remove one of these links.")
        .build();
  }

  private static String text(List<ServiceName> cycle) {
    List<String> names =
        new ArrayList<>(cycle.stream().limit(MOST_NAMES).map(ServiceName::path).toList());
    if (cycle.size() > MOST_NAMES) {
      names.add((cycle.size() - MOST_NAMES - 1) + " more");
      names.add(cycle.get(0).path());
    }
    return String.join(" -> ", names);
  }
}
