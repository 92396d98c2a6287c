package io.viking.docker;

import io.viking.docker.launch.Launcher;
import io.viking.docker.plan.ActualState;
import io.viking.docker.plan.Plan;
import io.viking.docker.plan.Start;
import io.viking.model.StackName;
import io.viking.ports.ClusterStore;
import io.viking.ports.StackLock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Changes what runs, each time under the locks of the stacks concerned. */
final class StackChanges {
  private final VikingSettings settings;
  private final ClusterStore store;
  private final Launcher launcher;
  private final StateReader reader;
  private final Deployer deployer;
  private final Restoration restoration;

  StackChanges(VikingSettings settings, ClusterStore store, Launcher launcher, Planning planning) {
    this.settings = settings;
    this.store = store;
    this.launcher = launcher;
    this.reader = new StateReader(launcher);
    this.deployer = new Deployer(settings, store, launcher);
    this.restoration = new Restoration(planning, this);
  }

  /** Changes something of some stacks, whose locks are held, by what is. */
  @FunctionalInterface
  interface Change {
    Deployment make(StackLock lock, ActualState actual);
  }

  /** Looks at what is, and makes the change, both under the locks. */
  Deployment locked(Collection<StackName> stacks, Change change) {
    if (stacks.isEmpty()) {
      return new Deployment(new Plan(List.of()), List.of());
    }
    try (StackLock lock = acquire(stacks)) {
      ActualState actual = new LockedStacks(lock, launcher).settle(requireAllHosts());
      return change.make(lock, actual);
    }
  }

  /** Carries out a plan that was made without the locks. */
  Deployment apply(Plan plan) {
    Set<StackName> stacks = new TreeSet<>();
    plan.changes().forEach(change -> stacks.add(change.service().stack()));
    if (stacks.isEmpty()) {
      return new Deployment(plan, List.of());
    }
    try (StackLock lock = acquire(stacks)) {
      ActualState actual = new LockedStacks(lock, launcher).settle(actual());
      return apply(plan, lock, actual);
    }
  }

  /** Carries out a plan that was made under these locks by that state. */
  Deployment apply(Plan plan, StackLock lock, ActualState actual) {
    Course course = carryOut(plan, lock);
    if (settings.rollback() && lock.isHeld() && !course.failedUpdates().isEmpty()) {
      restoration.run(plan, actual, course, lock);
    }
    course.throwOnFailure(plan);
    return new Deployment(plan, Endpoints.instances(plan, store.endpoints().snapshot()));
  }

  /** Carries out a plan as far as possible. */
  Course carryOut(Plan plan, StackLock lock) {
    requireAgents(plan);
    new LockedStacks(lock, launcher).recordVolumes(plan);
    return deployer.apply(plan, lock);
  }

  private StackLock acquire(Collection<StackName> stacks) {
    return store.locks().acquire(stacks, settings.lockWait(), settings.progress()::onWaiting);
  }

  /** What the hosts that answer report. */
  ActualState actual() {
    return DrainedHosts.mark(
        reader.read(settings.hosts(store), store.volumes().homes()),
        store.hosts().drained().keySet());
  }

  /** What all hosts report. */
  ActualState requireAllHosts() {
    ActualState actual = actual();
    if (!actual.silentHosts().isEmpty()) {
      throw HostsUnavailableException.silentEngines(actual.silentHosts());
    }
    return actual;
  }

  private void requireAgents(Plan plan) {
    Set<String> live = new TreeSet<>();
    store.hosts().hosts().forEach(host -> live.add(host.name()));
    Map<String, String> without = new TreeMap<>();
    for (Start start : plan.starts()) {
      if (!live.contains(start.host().name())) {
        without.put(
            start.host().name(),
            "live agents: " + (live.isEmpty() ? "none" : String.join(", ", live)));
      }
    }
    if (!without.isEmpty()) {
      throw HostsUnavailableException.noAgents(without);
    }
  }
}
