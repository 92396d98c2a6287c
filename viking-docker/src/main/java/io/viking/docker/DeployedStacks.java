package io.viking.docker;

import io.viking.docker.plan.ActualInstance;
import io.viking.docker.plan.ActualState;
import io.viking.model.ServiceName;
import io.viking.model.Stack;
import io.viking.model.StackCatalog;
import io.viking.model.StackName;
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
    Map<StackName, Stack> stacks = new TreeMap<>();
    instances()
        .forEach(
            instance ->
                instance
                    .definition()
                    .ifPresent(
                        job ->
                            stacks.merge(
                                instance.id().service().stack(),
                                Stack.of(instance.id().service().stack(), List.of(job)),
                                (stack, one) -> stack.with(job))));
    return StackCatalog.of(stacks.values());
  }

  /** The services of that stack that have a container, running or not. */
  Set<ServiceName> services(StackName stack) {
    return instances()
        .map(instance -> instance.id().service())
        .filter(service -> service.stack().equals(stack))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Stream<ActualInstance> instances() {
    return actual.hosts().stream().flatMap(host -> host.instances().stream());
  }
}
