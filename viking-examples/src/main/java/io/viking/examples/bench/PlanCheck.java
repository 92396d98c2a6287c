package io.viking.examples.bench;

import io.viking.docker.plan.ActualHost;
import io.viking.docker.plan.ActualState;
import io.viking.docker.plan.Plan;
import io.viking.docker.plan.Start;
import io.viking.model.Job;
import io.viking.model.ServiceName;
import io.viking.model.StackCatalog;
import io.viking.model.placement.Resources;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Whether a plan that was timed is right: a fast one that is wrong is no figure. */
final class PlanCheck {
  private PlanCheck() {}

  /**
   * Every instance has a host with its tags and room for it, and no two of a service share one
   * while another that may run it has none.
   *
   * @throws BenchmarkException if not
   */
  static void full(Plan plan, StackCatalog catalog, ActualState actual) {
    Map<ServiceName, Map<String, Integer>> spread = new HashMap<>();
    Map<String, Resources> asked = new HashMap<>();
    for (Start start : plan.starts()) {
      ServiceName service = start.spec().instance().service();
      Job job = catalog.find(service).orElseThrow();
      require(start.host().tags().containsAll(job.filter()), start + " lacks a tag");
      asked.merge(start.host().name(), Resources.of(job), Resources::plus);
      spread
          .computeIfAbsent(service, any -> new HashMap<>())
          .merge(start.host().name(), 1, Integer::sum);
    }
    for (ActualHost host : actual.hosts()) {
      Resources all = asked.getOrDefault(host.host().name(), Resources.NONE);
      Resources has = host.capacity().orElseThrow();
      require(
          all.memory() <= has.memory() && all.nanoCpus() <= has.nanoCpus(),
          host.host() + " is asked for " + all + " and has " + has);
    }
    catalog
        .services()
        .forEach(
            (service, job) -> spread(service, job, spread.getOrDefault(service, Map.of()), actual));
  }

  private static void spread(
      ServiceName service, Job job, Map<String, Integer> counts, ActualState actual) {
    int placed = counts.values().stream().mapToInt(Integer::intValue).sum();
    require(placed == job.scale(), service + " has " + placed + " of " + job.scale());
    boolean shared = counts.values().stream().anyMatch(count -> count > 1);
    require(
        !shared
            || actual.hosts().stream()
                    .filter(host -> host.host().tags().containsAll(job.filter()))
                    .count()
                <= counts.size(),
        service + " shares a host while another is free");
  }

  /**
   * The loss of that host moves its instances and no other.
   *
   * @throws BenchmarkException if not
   */
  static void loss(Plan plan, ActualHost lost) {
    Set<String> moved = new HashSet<>();
    plan.starts().forEach(s -> moved.add(s.reason().replaceFirst("^moved (\\S+) from .*", "$1")));
    plan.waiting().forEach(w -> w.instance().ifPresent(id -> moved.add(id.containerName())));
    Set<String> instances = new HashSet<>();
    lost.instances().forEach(instance -> instances.add(instance.id().containerName()));
    require(
        plan.removals().isEmpty() && moved.equals(instances),
        "the loss of " + lost.host() + " does not move its instances and those only");
  }

  /**
   * Nothing is to be done.
   *
   * @throws BenchmarkException if something is
   */
  static void unchanged(Plan plan) {
    require(plan.isEmpty() && plan.waiting().isEmpty(), "a plan without a change is not empty");
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new BenchmarkException("the plan is wrong: " + otherwise);
    }
  }
}
