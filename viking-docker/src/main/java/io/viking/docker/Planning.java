package io.viking.docker;

import io.viking.docker.launch.Launcher;
import io.viking.docker.plan.ActualState;
import io.viking.docker.plan.DesiredState;
import io.viking.docker.plan.Fates;
import io.viking.docker.plan.Plan;
import io.viking.docker.plan.Planner;
import io.viking.docker.plan.Secret;
import io.viking.links.Backend;
import io.viking.model.InvalidStackException;
import io.viking.model.Job;
import io.viking.model.JobName;
import io.viking.model.Problem;
import io.viking.model.ServiceName;
import io.viking.model.Stack;
import io.viking.model.StackCatalog;
import io.viking.model.StackName;
import io.viking.model.folder.DeploymentFolder;
import io.viking.ports.ClusterStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Makes plans: settles what has to be looked up, and leaves the rest to the {@link Planner}. */
final class Planning {
  private final Resolver resolver;
  private final Secrets secrets;
  private final Planner planner;
  private final DeploymentFolder folder;
  private final Backend backend;

  Planning(
      Launcher launcher,
      ClusterStore store,
      Planner planner,
      DeploymentFolder folder,
      SecretReader secrets) {
    this.secrets = new Secrets(secrets, store::secretKey, folder);
    this.resolver = new Resolver(launcher, store.ports());
    this.planner = planner;
    this.folder = folder;
    this.backend = new Backend(Backend.HOST_NAME, store.network());
  }

  /**
   * The plan that makes these stacks what they say, hand-placed jobs of theirs included.
   *
   * @param pull whether images may be fetched to learn their ports
   */
  Plan forStacks(Collection<Stack> stacks, ActualState actual, boolean pull) {
    return forWholeStacks(whole(stacks), actual, pull);
  }

  /** These stacks with their hand-placed jobs. */
  List<Stack> whole(Collection<Stack> stacks) {
    return stacks.stream().map(this::withHandPlaced).toList();
  }

  /** The plan that makes these stacks what they say, with no other job. */
  Plan forWholeStacks(List<Stack> whole, ActualState actual, boolean pull) {
    DeployedStacks deployed = new DeployedStacks(actual);
    StackCatalog catalog = deployed.catalog().with(whole);
    Set<StackName> names = new LinkedHashSet<>();
    whole.forEach(stack -> names.add(stack.name()));
    Set<ServiceName> scope = new TreeSet<>(deployed.services(names));
    List<Problem> problems = new ArrayList<>();
    for (StackName name : names) {
      problems.addAll(catalog.linkProblems(name));
      Optional.ofNullable(catalog.stacks().get(name)).stream()
          .flatMap(stack -> stack.jobs().keySet().stream())
          .forEach(job -> scope.add(new ServiceName(name, job)));
    }
    if (!problems.isEmpty()) {
      throw new InvalidStackException(problems);
    }
    return forScope(catalog, scope, actual, pull);
  }

  /** The plan that changes services of the scope only. */
  Plan forScope(StackCatalog catalog, Set<ServiceName> scope, ActualState actual, boolean pull) {
    return forScope(catalog, scope, actual, pull, Fates.OPEN);
  }

  private Plan forScope(
      StackCatalog catalog, Set<ServiceName> scope, ActualState actual, boolean pull, Fates fates) {
    requireTargets(catalog, scope);
    Map<ServiceName, Map<String, Secret>> values = secrets.read(catalog, scope);
    StackCatalog settled =
        resolver.settlePorts(catalog, Resolver.concerned(catalog, scope), actual, pull);
    return planner.plan(
        DesiredState.builder()
            .catalog(settled)
            .scope(scope)
            .ports(resolver.allocate(settled, scope))
            .backend(backend)
            .secrets(values)
            .fates(fates)
            .build(),
        actual);
  }

  /** What a deployed service links to may have been removed since. */
  private static void requireTargets(StackCatalog catalog, Set<ServiceName> scope) {
    List<Problem> problems =
        scope.stream()
            .filter(service -> lacksTarget(catalog, service))
            .map(ServiceName::stack)
            .distinct()
            .flatMap(stack -> catalog.linkProblems(stack).stream())
            .toList();
    if (!problems.isEmpty()) {
      throw new InvalidStackException(problems);
    }
  }

  private static boolean lacksTarget(StackCatalog catalog, ServiceName service) {
    return catalog.find(service).stream()
        .flatMap(job -> job.links().stream())
        .anyMatch(link -> catalog.find(link.target(service.stack())).isEmpty());
  }

  /** The plan that makes these services what those jobs say, which ran before. */
  Plan forPutBack(Map<ServiceName, Job> jobs, Fates fates, ActualState actual) {
    StackCatalog catalog = new DeployedStacks(actual).catalog();
    for (Map.Entry<ServiceName, Job> job : jobs.entrySet()) {
      StackName name = job.getKey().stack();
      Stack stack =
          Optional.ofNullable(catalog.stacks().get(name))
              .orElseGet(() -> Stack.of(name, List.of()));
      catalog = catalog.with(stack.with(job.getValue()));
    }
    return forScope(catalog, jobs.keySet(), actual, true, fates);
  }

  /** The plan that removes these services. */
  Plan forRemoval(Set<ServiceName> services, ActualState actual) {
    return forScope(StackCatalog.empty(), services, actual, false);
  }

  private Stack withHandPlaced(Stack stack) {
    Stack all = stack;
    Optional<Stack> onDisk = folder.stack(stack.name());
    for (JobName name : folder.handPlaced(stack.name())) {
      if (stack.job(name).isEmpty()) {
        all = onDisk.flatMap(s -> s.job(name)).map(all::with).orElse(all);
      }
    }
    return all;
  }
}
