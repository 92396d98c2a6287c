package io.viking.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The order in which services start: a service comes after all that it links to.
 *
 * @param stages groups of services that may start together, each sorted by name
 */
public record StartOrder(List<List<ServiceName>> stages) {

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

  /** The cycles that these services are part of, each once, as the fault of its first link. */
  static List<Problem> cycleProblems(StackCatalog catalog, Collection<ServiceName> starts) {
    List<Problem> problems = new ArrayList<>();
    LinkGraph graph = LinkGraph.of(catalog, starts);
    if (graph.depths().size() == graph.targets().size()) {
      return problems;
    }
    Set<ServiceName> reported = new HashSet<>();
    for (ServiceName start : starts) {
      Optional<List<ServiceName>> cycle =
          reported.contains(start) ? Optional.empty() : cycle(start, catalog);
      cycle.ifPresent(
          path -> {
            reported.addAll(path);
            problems.add(describe(path, catalog));
          });
    }
    return problems;
  }

  /** The shortest way from a service along its links back to itself. */
  private static Optional<List<ServiceName>> cycle(ServiceName start, StackCatalog catalog) {
    Map<ServiceName, ServiceName> cameFrom = new LinkedHashMap<>();
    Deque<ServiceName> queue = new ArrayDeque<>(List.of(start));
    while (!queue.isEmpty()) {
      ServiceName service = queue.remove();
      Set<ServiceName> targets =
          catalog
              .find(service)
              .map(job -> LinkGraph.targets(service, job, catalog))
              .orElse(Set.of());
      for (ServiceName target : targets) {
        if (cameFrom.putIfAbsent(target, service) == null) {
          queue.add(target);
        }
        if (target.equals(start)) {
          return Optional.of(path(start, cameFrom));
        }
      }
    }
    return Optional.empty();
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
        .message(
            "links form a cycle: "
                + cycle.stream().map(ServiceName::path).collect(Collectors.joining(" -> "))
                + ".")
        .addReasons("Each job starts after the jobs it links to, so none of these could start.")
        .fix("remove one of these links.")
        .build();
  }
}
