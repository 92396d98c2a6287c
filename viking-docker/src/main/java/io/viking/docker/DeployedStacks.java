package io.viking.docker;

import io.viking.docker.plan.ActualInstance;
import io.viking.docker.plan.ActualState;
import io.viking.model.Job;
import io.viking.model.JobName;
import io.viking.model.ServiceName;
import io.viking.model.Stack;
import io.viking.model.StackCatalog;
import io.viking.model.StackName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What runs, as stacks: read from the labels of the containers. */
final class DeployedStacks {
  private final ActualState actual;

  DeployedStacks(ActualState actual) {
    this.actual = actual;
  }

  /** The stacks as they were deployed; containers whose definition cannot be read are left out. */
  StackCatalog catalog() {
    Map<StackName, Map<JobName, Job>> jobs = new TreeMap<>();
    instances()
        .forEach(
            instance ->
                instance
                    .definition()
                    .ifPresent(
                        job ->
                            jobs.computeIfAbsent(
                                    instance.id().service().stack(), any -> new LinkedHashMap<>())
                                .put(job.name(), job)));
    List<Stack> stacks = new ArrayList<>();
    jobs.forEach((name, all) -> stacks.add(Stack.of(name, all.values())));
    return StackCatalog.of(stacks);
  }

  /** The services of that stack that have a container, running or not. */
  Set<ServiceName> services(StackName stack) {
    return services(Set.of(stack));
  }

  /** The services of those stacks that have a container, running or not. */
  Set<ServiceName> services(Set<StackName> stacks) {
    return instances()
        .map(instance -> instance.id().service())
        .filter(service -> stacks.contains(service.stack()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Stream<ActualInstance> instances() {
    return actual.hosts().stream().flatMap(host -> host.instances().stream());
  }
}
