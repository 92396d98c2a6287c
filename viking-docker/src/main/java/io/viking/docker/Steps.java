package io.viking.docker;

import io.viking.docker.ProgressEvent.Phase;
import io.viking.docker.Reachability.Awaited;
import io.viking.docker.launch.Launcher;
import io.viking.docker.plan.ContainerSpec;
import io.viking.docker.plan.Labels;
import io.viking.docker.plan.Removal;
import io.viking.docker.plan.Start;
import io.viking.model.Host;
import io.viking.model.InstanceId;
import io.viking.ports.StackLock;
import io.viking.ports.StackLockLostException;
import io.viking.ports.StoreUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

/**
 * What a deployment is made of: to bring containers up, and to let them go. Nothing is begun once
 * the lock is lost. Safe for use by several threads.
 */
final class Steps {
  private final Course course;
  private final StackLock lock;
  private final Launcher launcher;
  private final Reachability reachability;
  private final Draining draining;
  private final HostTasks tasks;
  private final Images images;
  private final Duration stopGrace;

  Steps(
      Course course,
      Launcher launcher,
      Reachability reachability,
      Draining draining,
      HostTasks tasks,
      Duration stopGrace) {
    this.course = course;
    this.lock = course.lock();
    this.launcher = launcher;
    this.reachability = reachability;
    this.draining = draining;
    this.tasks = tasks;
    this.images = new Images(launcher);
    this.stopGrace = stopGrace;
  }

  Course course() {
    return course;
  }

  /**
   * Starts containers, and waits until they can be reached.
   *
   * @param kept those that ran before, and have to be reachable, too
   * @return whether all can be reached
   */
  boolean bring(List<Start> starts, List<Awaited> kept) {
    if (!lock.isHeld()) {
      return false;
    }
    HostTasks.join(
        starts.stream().map(start -> tasks.run(start.host(), () -> run(start))).toList());
    return awaitReachable(starts, kept) && starts.stream().allMatch(this::isUp);
  }

  private boolean isUp(Start start) {
    return course.isStarted(start.spec().instance());
  }

  private boolean awaitReachable(List<Start> starts, List<Awaited> kept) {
    if (!lock.isHeld()) {
      return false;
    }
    List<Awaited> awaited = new ArrayList<>(kept);
    starts.stream()
        .filter(this::isUp)
        .forEach(
            start ->
                awaited.add(
                    new Awaited(start.host(), start.spec().instance(), start.spec().ports())));
    Set<InstanceId> before = new TreeSet<>();
    kept.forEach(instance -> before.add(instance.id()));
    Map<InstanceId, String> unreachable =
        reachability.await(
            awaited, before, reached -> course.tell(reached.id(), reached.host(), Phase.REACHABLE));
    Map<InstanceId, Host> hosts = new TreeMap<>();
    awaited.forEach(instance -> hosts.put(instance.id(), instance.host()));
    hosts.keySet().retainAll(unreachable.keySet());
    hosts.forEach(
        (instance, host) ->
            course.fail(instance, host, unreachable.getOrDefault(instance, "it is not reachable")));
    return unreachable.isEmpty();
  }

  private void run(Start start) {
    InstanceId instance = start.spec().instance();
    course.attempt(
        instance,
        start.host(),
        () -> {
          images.require(
              start.host(),
              start.spec().image(),
              () -> course.tell(instance, start.host(), Phase.PULLING));
          course.tell(instance, start.host(), Phase.STARTING);
          lock.requireHeld();
          launcher.start(start.host(), marked(start.spec()), lock::requireHeld);
          course.started(instance);
          course.tell(instance, start.host(), Phase.STARTED);
        });
  }

  private ContainerSpec marked(ContainerSpec spec) {
    return ContainerSpec.builder()
        .from(spec.revealed())
        .putLabels(Labels.DEPLOY, Long.toString(lock.fence()))
        .build();
  }

  /**
   * Announces that these go, so that they get nothing new, and stops each once it is drained.
   *
   * @return whether all are gone
   */
  boolean retire(Collection<Removal> removals) {
    if (removals.isEmpty()) {
      return lock.isHeld();
    }
    if (!lock.isHeld() || !announce(removals)) {
      return false;
    }
    removals.stream()
        .filter(removal -> !removal.drain().isZero())
        .forEach(removal -> course.tell(removal.instance(), removal.host(), Phase.DRAINING));
    List<CompletableFuture<Void>> stops = new ArrayList<>();
    draining.await(
        removals,
        lock::isHeld,
        removal -> stops.add(tasks.run(removal.host(), () -> run(removal))));
    HostTasks.join(stops);
    return removals.stream().allMatch(removal -> course.isRemoved(removal.instance()));
  }

  /** An engine may still stop a container when this program is long dead: others have to know. */
  private boolean announce(Collection<Removal> removals) {
    try {
      lock.announceRemoval(removals.stream().map(Removal::instance).toList());
      return true;
    } catch (StackLockLostException e) {
      return false; // Told once, at the end.
    } catch (StoreUnavailableException e) {
      removals.forEach(
          removal ->
              course.fail(
                  removal.instance(),
                  removal.host(),
                  "on host " + removal.host() + ": " + Failures.text(e)));
      return false;
    }
  }

  private void run(Removal removal) {
    InstanceId instance = removal.instance();
    course.attempt(
        instance,
        removal.host(),
        () -> {
          course.tell(instance, removal.host(), Phase.REMOVING);
          lock.requireHeld();
          launcher.remove(removal.host(), instance, stopGrace);
          lock.confirmRemoval(List.of(instance));
          course.removed(instance);
          course.tell(instance, removal.host(), Phase.REMOVED);
        });
  }
}
