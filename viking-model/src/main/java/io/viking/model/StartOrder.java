package io.viking.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
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
    SortedMap<ServiceName, Job> services = catalog.services();
    Map<ServiceName, Integer> stageOf = new TreeMap<>();
    Map<ServiceName, Set<ServiceName>> waiting = new TreeMap<>();
    Map<ServiceName, List<ServiceName>> consumers = new TreeMap<>();
    services.forEach(
        (service, job) -> {
          Set<ServiceName> targets = targets(service, job, catalog);
          waiting.put(service, targets);
          targets.forEach(t -> consumers.computeIfAbsent(t, any -> new ArrayList<>()).add(service));
        });
    Deque<ServiceName> ready = new ArrayDeque<>();
    waiting.forEach(
        (service, targets) -> {
          if (targets.isEmpty()) {
            stageOf.put(service, 0);
            ready.add(service);
          }
        });
    while (!ready.isEmpty()) {
      ServiceName done = ready.remove();
      for (ServiceName consumer : consumers.getOrDefault(done, List.of())) {
        Set<ServiceName> targets = waiting.getOrDefault(consumer, Set.of());
        targets.remove(done);
        stageOf.merge(consumer, stageOf.getOrDefault(done, 0) + 1, Math::max);
        if (targets.isEmpty()) {
          ready.add(consumer);
        }
      }
    }
    if (waiting.values().stream().anyMatch(targets -> !targets.isEmpty())) {
      throw new InvalidStackException(cycleProblems(catalog, services.keySet()));
    }
    TreeMap<Integer, List<ServiceName>> stages = new TreeMap<>();
    stageOf.forEach((s, stage) -> stages.computeIfAbsent(stage, any -> new ArrayList<>()).add(s));
    return new StartOrder(List.copyOf(stages.values()));
  }

  /** The cycles that these services are part of, each once, as the fault of its first link. */
  static List<Problem> cycleProblems(StackCatalog catalog, Collection<ServiceName> starts) {
    Set<ServiceName> reported = new HashSet<>();
    List<Problem> problems = new ArrayList<>();
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
          catalog.find(service).map(job -> targets(service, job, catalog)).orElse(Set.of());
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

  private static Set<ServiceName> targets(ServiceName service, Job job, StackCatalog catalog) {
    return job.links().stream()
        .map(link -> link.target(service.stack()))
        .filter(target -> catalog.find(target).isPresent())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }
}
