package io.viking.docker;

import io.viking.docker.launch.LaunchException;
import io.viking.docker.plan.ActualState;
import io.viking.docker.plan.PlacementException;
import io.viking.docker.plan.Plan;
import io.viking.docker.plan.Waiting;
import io.viking.docker.reconcile.ClusterEvent;
import io.viking.docker.reconcile.ClusterEvent.Kind;
import io.viking.docker.reconcile.FailedServices;
import io.viking.docker.reconcile.StackOrder;
import io.viking.docker.reconcile.Standing;
import io.viking.model.InstanceId;
import io.viking.model.InvalidStackException;
import io.viking.model.Job;
import io.viking.model.Problem;
import io.viking.model.ServiceName;
import io.viking.model.Stack;
import io.viking.model.StackCatalog;
import io.viking.model.StackName;
import io.viking.ports.StackLockedException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Compares what is with what is to be, and has the stacks changed that differ, each by itself.
 * Looks are made by one thread at a time; changes run on the executor.
 */
final class Reconciliation {
  private static final String NOT_CHANGED = "could not be changed as wanted: ";

  private final ReconciledCluster cluster;
  private final Lookout lookout;
  private final Clock clock;
  private final Executor executor;
  private final Consumer<ClusterEvent> events;
  private final Runnable changed;

  private final StackTurns turns = new StackTurns();
  private final FailedServices resting = new FailedServices();
  private final Standing away = new Standing(Kind.AWAY, Optional.of(Kind.BACK));
  private final Standing waits = new Standing(Kind.WAITING, Optional.empty());
  private final Map<StackName, Map<String, String>> waiting = new TreeMap<>();

  /**
   * @param changed called when a change is done, so that a look is worth it
   */
  Reconciliation(
      ReconciledCluster cluster,
      Lookout lookout,
      Clock clock,
      Executor executor,
      Consumer<ClusterEvent> events,
      Runnable changed) {
    this.cluster = cluster;
    this.lookout = lookout;
    this.clock = clock;
    this.executor = executor;
    this.events = events;
    this.changed = changed;
  }

  /** A plan, and why some services are not in it. */
  private record Draft(Plan plan, Map<String, String> waiting) {}

  /** Looks, and begins what is to be done; what was seen, or empty if nothing could be. */
  Optional<Sighting> look() {
    Sighting sighting;
    try {
      sighting = lookout.look();
      tellAway(Map.of());
    } catch (RuntimeException e) {
      // Whatever it is, the next look is the remedy; a loop that ends would be none.
      tellAway(Map.of("cluster", "cannot be looked at: " + Failures.text(e)));
      return Optional.empty();
    }
    if (sighting.isComplete()) {
      StackCatalog wanted = sighting.wanted().stacks();
      turns.keep(wanted.stacks().keySet());
      waiting.keySet().retainAll(wanted.stacks().keySet());
      StackOrder.of(wanted).forEach(stack -> consider(stack, sighting));
      Map<String, String> all = new TreeMap<>();
      waiting.values().forEach(all::putAll);
      waits.update(all, clock.instant()).forEach(events);
    }
    return Optional.of(sighting);
  }

  private void tellAway(Map<String, String> reasons) {
    away.update(reasons, clock.instant()).forEach(events);
  }

  private void consider(StackName stack, Sighting sighting) {
    StackCatalog wanted = sighting.wanted().stacks();
    boolean busy =
        turns.isRunning(stack)
            || StackOrder.targets(stack, wanted).stream().anyMatch(turns::isRunning);
    if (busy || turns.isWaiting(stack, wanted(stack, sighting), clock.instant())) {
      return;
    }
    if (isToChange(stack, sighting)) {
      turns.begin(stack);
      executor.execute(() -> change(stack));
    } else {
      turns.succeeded(stack);
    }
  }

  private boolean isToChange(StackName stack, Sighting sighting) {
    try {
      Draft draft = draft(stack, sighting, sighting.actual(), false);
      waiting.put(stack, draft.waiting());
      return !draft.plan().isEmpty();
    } catch (LaunchException e) {
      return true; // An image is on no host yet: whoever has the lock may fetch it.
    } catch (RuntimeException e) {
      failed(stack, wanted(stack, sighting), e);
      return false;
    }
  }

  private static Optional<Stack> wanted(StackName stack, Sighting sighting) {
    return sighting.removing().contains(stack)
        ? Optional.empty()
        : Optional.ofNullable(sighting.wanted().stacks().stacks().get(stack));
  }

  private static Optional<Job> job(ServiceName service, Sighting sighting) {
    return wanted(service.stack(), sighting).flatMap(stack -> stack.job(service.job()));
  }

  private static Set<String> usableHosts(Sighting sighting) {
    Set<String> names = new TreeSet<>();
    sighting.actual().hosts().stream()
        .filter(host -> host.state().isSchedulable())
        .forEach(host -> names.add(host.host().name()));
    return names;
  }

  /**
   * The plan of a stack without what cannot be placed, and what has failed lately; neither hinders
   * anything else.
   */
  private Draft draft(StackName stack, Sighting sighting, ActualState actual, boolean pull) {
    Set<ServiceName> scope = new TreeSet<>(sighting.scope(stack));
    Map<String, String> refused = new TreeMap<>();
    Set<String> hosts = usableHosts(sighting);
    Instant now = clock.instant();
    scope.removeIf(service -> resting.isResting(service, job(service, sighting), hosts, now));
    ActualState rested = sighting.resting().asIfRunning(actual);
    while (true) {
      try {
        Plan plan = cluster.plan(sighting.catalog(stack), scope, rested, pull);
        for (Waiting wait : plan.waiting()) {
          refused.put(
              wait.instance().map(InstanceId::containerName).orElse(stack.value()), wait.reason());
        }
        return new Draft(sighting.resting().changesOnly(plan), refused);
      } catch (PlacementException e) {
        if (!scope.remove(e.service())) {
          throw e;
        }
        refused.put(e.service().path(), Failures.text(e));
      } catch (SecretsUnavailableException e) {
        if (!scope.removeAll(e.byService().keySet())) {
          throw e;
        }
        e.byService().forEach((service, problems) -> refused.put(service.path(), text(problems)));
      }
    }
  }

  private static String text(List<Problem> problems) {
    return problems.stream().map(Problem::toString).collect(Collectors.joining("\n"));
  }

  private void change(StackName stack) {
    try {
      cluster.change(stack, locked -> change(stack, locked));
    } catch (StackLockedException e) {
      // Told by nobody: the other one makes the change, or this one does at its next turn.
      turns.succeeded(stack);
    } catch (RuntimeException e) {
      failed(stack, Optional.empty(), e);
    } finally {
      turns.end(stack);
      changed.run();
    }
  }

  /** Looks again: under the lock nobody else changes what runs. */
  private void change(StackName stack, ReconciledCluster.Locked locked) {
    Sighting sighting = lookout.look();
    if (!sighting.isComplete() || !sighting.wanted().stacks().stacks().containsKey(stack)) {
      return;
    }
    try {
      ActualState actual = locked.settle(sighting.actual());
      Plan plan = draft(stack, sighting, actual, true).plan();
      if (!plan.isEmpty()) {
        tell(plan);
        locked.apply(plan, actual);
        wanted(stack, sighting).ifPresent(cluster::settled);
        tell(Kind.DONE, stack.value(), counts(plan));
      }
      plan.changes().forEach(change -> resting.succeeded(change.service()));
      turns.succeeded(stack);
    } catch (DeploymentException e) {
      if (e.getCause() == null) {
        failed(stack, sighting, e);
      } else {
        failed(stack, wanted(stack, sighting), e);
      }
    } catch (RuntimeException e) {
      failed(stack, wanted(stack, sighting), e);
    }
  }

  private static String counts(Plan plan) {
    return plan.starts().size() + " started, " + plan.removals().size() + " removed";
  }

  private void tell(Plan plan) {
    plan.starts()
        .forEach(
            start ->
                tell(
                    Kind.STARTING,
                    start.spec().instance().containerName(),
                    "on " + start.host() + ": " + start.reason()));
    plan.removals()
        .forEach(
            removal ->
                tell(
                    Kind.REMOVING,
                    removal.instance().containerName(),
                    "from " + removal.host() + ": " + removal.reason()));
  }

  /** Some services have failed, which rest by themselves: the others of the stack go on. */
  private void failed(StackName stack, Sighting sighting, DeploymentException failure) {
    Instant now = clock.instant();
    Set<String> hosts = usableHosts(sighting);
    StringBuilder next = new StringBuilder();
    Duration longest = Duration.ZERO;
    for (ServiceName service : services(failure.failures().keySet())) {
      Duration rest = resting.failed(service, job(service, sighting), hosts, now);
      longest = rest.compareTo(longest) > 0 ? rest : longest;
      next.append("\n  '%s' is tried again in %d s".formatted(service.path(), rest.toSeconds()));
    }
    Set<ServiceName> heldUp = services(failure.notStarted());
    heldUp.removeAll(services(failure.failures().keySet()));
    for (ServiceName service : heldUp) {
      resting.heldUp(service, job(service, sighting), hosts, longest, now);
    }
    turns.succeeded(stack);
    tell(
        Kind.FAILED,
        stack.value(),
        NOT_CHANGED
            + Failures.text(failure)
            + next
            + "\n  At once when a file of theirs, or the hosts, change.");
  }

  private static Set<ServiceName> services(Collection<InstanceId> instances) {
    Set<ServiceName> services = new TreeSet<>();
    instances.forEach(instance -> services.add(instance.service()));
    return services;
  }

  private void failed(StackName stack, Optional<Stack> wanted, RuntimeException failure) {
    Duration wait = turns.failed(stack, wanted, clock.instant());
    String what = failure instanceof InvalidStackException ? "cannot be planned: " : NOT_CHANGED;
    tell(
        Kind.FAILED,
        stack.value(),
        what + Failures.text(failure) + "\n  It is tried again in " + wait.toSeconds() + " s.");
  }

  private void tell(Kind kind, String subject, String reason) {
    events.accept(new ClusterEvent(clock.instant(), kind, subject, reason));
  }

  /** Whether something is about to change by time alone, so that looking soon is worth it. */
  boolean isChanging() {
    return lookout.isChanging() || turns.isAnyWaiting() || resting.isChanging(clock.instant());
  }

  /** Whether a change is under way. */
  boolean isBusy() {
    return turns.isAnyRunning();
  }
}
