package io.viking.docker;

import io.viking.docker.launch.Launcher;
import io.viking.docker.plan.ActualHost;
import io.viking.docker.plan.ActualInstance;
import io.viking.docker.plan.ActualInstance.State;
import io.viking.docker.plan.ActualState;
import io.viking.docker.plan.Plan;
import io.viking.docker.plan.Start;
import io.viking.model.Host;
import io.viking.model.InstanceId;
import io.viking.ports.StackLock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * What the holder of some stacks' locks owes to the one before it, who may be dead, or may go on as
 * if nothing had happened.
 *
 * <p>Two things may still come from there: a start and a removal. A container is made, then the
 * lock is looked at, then the container is started; so once all containers that are made and not
 * started are gone, no start of before can work any more. And no removal is begun before it is
 * announced under the lock; so whatever is announced must not be relied on.
 */
final class LockedStacks {
  private final StackLock lock;
  private final Launcher launcher;

  LockedStacks(StackLock lock, Launcher launcher) {
    this.lock = lock;
    this.launcher = launcher;
  }

  /**
   * Removes the containers of these stacks that were made and never started.
   *
   * @return the state without them, and with the announced removals marked
   * @throws io.viking.docker.launch.LaunchException if one cannot be removed
   */
  ActualState settle(ActualState actual) {
    Set<InstanceId> announced = new HashSet<>(lock.announcedRemovals());
    List<CompletableFuture<InstanceId>> removals = new ArrayList<>();
    List<ActualHost> hosts = new ArrayList<>();
    try (HostTasks tasks = new HostTasks(1)) {
      for (ActualHost host : actual.hosts()) {
        if (!host.state().answers()) {
          hosts.add(host); // Nothing can be done there, and nobody relies on it.
          continue;
        }
        List<ActualInstance> stay = new ArrayList<>();
        for (ActualInstance instance : host.instances()) {
          if (isHalfMade(instance)) {
            removals.add(tasks.submit(host.host(), () -> remove(host.host(), instance.id())));
          } else {
            stay.add(announced.remove(instance.id()) ? departing(instance) : instance);
          }
        }
        hosts.add(ActualHost.builder().from(host).instances(stay).build());
      }
      tasks.join();
    }
    removals.forEach(LockedStacks::get);
    if (actual.silentHosts().isEmpty()
        && actual.hosts().stream().allMatch(host -> host.state().answers())) {
      // What is nowhere any more cannot be removed once more.
      lock.confirmRemoval(announced);
    }
    return ActualState.builder().from(actual).hosts(hosts).build();
  }

  private boolean isHalfMade(ActualInstance instance) {
    return instance.state() == State.CREATED
        && lock.stacks().contains(instance.id().service().stack());
  }

  private InstanceId remove(Host host, InstanceId instance) {
    lock.requireHeld();
    launcher.remove(host, instance, Duration.ZERO);
    return instance;
  }

  private static ActualInstance departing(ActualInstance instance) {
    return ActualInstance.builder().from(instance).state(State.DEPARTING).build();
  }

  private static void get(CompletableFuture<InstanceId> removal) {
    Throwable failure = removal.handle((done, thrown) -> thrown).join();
    if (failure != null) {
      throw Failures.unchecked(Failures.unwrap(failure));
    }
  }

  /** Records where the volumes of the plan's containers are going to be. */
  void recordVolumes(Plan plan) {
    Map<String, String> homes = new TreeMap<>();
    for (Start start : plan.starts()) {
      start.spec().mounts().stream()
          .filter(mount -> mount.isVolume())
          .forEach(mount -> homes.put(mount.source(), start.host().name()));
    }
    homes.forEach(lock.volumes()::record);
  }
}
