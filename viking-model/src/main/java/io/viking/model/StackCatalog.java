package io.viking.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** All the stacks that links can lead to. */
public final class StackCatalog {
  private static final StackCatalog EMPTY = new StackCatalog(new TreeMap<>());

  private final SortedMap<StackName, Stack> stacks;

  private StackCatalog(SortedMap<StackName, Stack> stacks) {
    this.stacks = Collections.unmodifiableSortedMap(stacks);
  }

  /** The catalog without a stack. */
  public static StackCatalog empty() {
    return EMPTY;
  }

  /**
   * The catalog of these stacks.
   *
   * @throws IllegalArgumentException if two have one name
   */
  public static StackCatalog of(Collection<Stack> stacks) {
    SortedMap<StackName, Stack> byName = new TreeMap<>();
    for (Stack stack : stacks) {
      if (byName.put(stack.name(), stack) != null) {
        throw new IllegalArgumentException("two stacks are named '" + stack.name() + "'");
      }
    }
    return new StackCatalog(byName);
  }

  /** This catalog with that stack added, or put in the place of the one of its name. */
  public StackCatalog with(Stack stack) {
    SortedMap<StackName, Stack> changed = new TreeMap<>(stacks);
    changed.put(stack.name(), stack);
    return new StackCatalog(changed);
  }

  /** This catalog with those stacks, each as {@link #with(Stack)} puts it; the last of a name. */
  public StackCatalog with(Collection<Stack> added) {
    SortedMap<StackName, Stack> changed = new TreeMap<>(stacks);
    added.forEach(stack -> changed.put(stack.name(), stack));
    return new StackCatalog(changed);
  }

  /** The stacks by name, sorted; unmodifiable. */
  public SortedMap<StackName, Stack> stacks() {
    return stacks;
  }

  /** That service's job, or empty. */
  public Optional<Job> find(ServiceName service) {
    return Optional.ofNullable(stacks.get(service.stack())).flatMap(s -> s.job(service.job()));
  }

  /** Every job under its service name, sorted; unmodifiable. */
  public SortedMap<ServiceName, Job> services() {
    SortedMap<ServiceName, Job> services = new TreeMap<>();
    stacks.forEach(
        (name, stack) ->
            stack.jobs().forEach((job, body) -> services.put(new ServiceName(name, job), body)));
    return Collections.unmodifiableSortedMap(services);
  }

  /**
   * The faults of that stack's links: those that lead nowhere, and cycles; of each kind only the
   * first ones where there are very many.
   *
   * @return the faults in the order in which the links were written; empty where there is none
   */
  public List<Problem> linkProblems(StackName name) {
    List<Problem> problems = new ArrayList<>();
    Stack stack = stacks.get(name);
    if (stack != null) {
      problems.addAll(new UnknownLinks(this).of(name, stack.jobs().values()));
      problems.addAll(
          StartOrder.cycleProblems(
              this, stack.jobs().keySet().stream().map(j -> new ServiceName(name, j)).toList()));
    }
    return problems;
  }

  /**
   * The faults of that service's links: those that lead nowhere, and the cycle that it is part of.
   *
   * @return the faults in the order in which the links were written; empty where there is none, or
   *     no such service
   */
  public List<Problem> linkProblems(ServiceName service) {
    List<Problem> problems = new ArrayList<>();
    find(service)
        .ifPresent(
            job -> problems.addAll(new UnknownLinks(this).of(service.stack(), List.of(job))));
    problems.addAll(StartOrder.cycleProblems(this, List.of(service)));
    return problems;
  }
}
