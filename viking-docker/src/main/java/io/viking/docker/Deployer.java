package io.viking.docker;

import io.viking.docker.ProgressEvent.Phase;
import io.viking.docker.Reachability.Awaited;
import io.viking.docker.launch.Launcher;
import io.viking.docker.plan.ContainerSpec;
import io.viking.docker.plan.Kept;
import io.viking.docker.plan.Labels;
import io.viking.docker.plan.Plan;
import io.viking.docker.plan.Removal;
import io.viking.docker.plan.ServiceChange;
import io.viking.docker.plan.Start;
import io.viking.model.Host;
import io.viking.model.InstanceId;
import io.viking.ports.StackLock;
import io.viking.ports.StackLockLostException;
import io.viking.ports.StoreUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;

/** Carries out one plan, stage by stage. */
final class Deployer {
  private final Launcher launcher;
  private final Reachability reachability;
  private final ProgressListener progress;
  private final Duration stopGrace;
  private final int parallelPerHost;
  private final StackLock lock;

  private final Set<InstanceId> done = new ConcurrentSkipListSet<>();
  private final Map<InstanceId, String> failures = new ConcurrentSkipListMap<>();

  Deployer(
      Launcher launcher,
      Reachability reachability,
      ProgressListener progress,
      Duration stopGrace,
      int parallelPerHost,
      StackLock lock) {
    this.launcher = launcher;
    this.reachability = reachability;
    this.progress = progress;
    this.stopGrace = stopGrace;
    this.parallelPerHost = parallelPerHost;
    this.lock = lock;
  }

  /**
   * Carries the plan out. A failure does not interrupt what goes on beside it, but nothing that
   * comes after it is begun. Nothing is begun once the lock is lost.
   *
   * @throws DeploymentException if anything failed, or the lock was lost
   */
  void apply(Plan plan) {
    try (HostTasks tasks = new HostTasks(parallelPerHost)) {
      for (List<ServiceChange> stage : plan.stages()) {
        remove(stage, true, tasks);
        start(stage, tasks);
        awaitReachable(stage);
        remove(stage, false, tasks);
      }
    }
    throwOnFailure(plan);
  }

  private void remove(List<ServiceChange> stage, boolean first, HostTasks tasks) {
    List<Removal> removals =
        stage.stream()
            .filter(change -> change.removesFirst() == first)
            .flatMap(change -> change.removals().stream())
            .toList();
    if (isStopped() || removals.isEmpty() || !announce(removals)) {
      return;
    }
    removals.forEach(removal -> tasks.run(removal.host(), () -> run(removal)));
    tasks.join();
  }

  private boolean isStopped() {
    return !failures.isEmpty() || !lock.isHeld();
  }

  /** An engine may still stop a container when this program is long dead: others have to know. */
  private boolean announce(List<Removal> removals) {
    try {
      lock.announceRemoval(removals.stream().map(Removal::instance).toList());
      return true;
    } catch (StackLockLostException e) {
      return false; // Told once, at the end.
    } catch (StoreUnavailableException e) {
      removals.forEach(removal -> fail(removal.instance(), removal.host(), e));
      return false;
    }
  }

  private void start(List<ServiceChange> stage, HostTasks tasks) {
    if (!isStopped()) {
      stage.forEach(
          change -> change.starts().forEach(start -> tasks.run(start.host(), () -> run(start))));
      tasks.join();
    }
  }

  private void run(Removal removal) {
    attempt(
        removal.instance(),
        removal.host(),
        () -> {
          tell(removal.instance(), removal.host(), Phase.REMOVING);
          lock.requireHeld();
          launcher.remove(removal.host(), removal.instance(), stopGrace);
          lock.confirmRemoval(List.of(removal.instance()));
          done.add(removal.instance());
          tell(removal.instance(), removal.host(), Phase.REMOVED);
        });
  }

  private void run(Start start) {
    InstanceId instance = start.spec().instance();
    attempt(
        instance,
        start.host(),
        () -> {
          if (launcher.image(start.host(), start.spec().image()).isEmpty()) {
            tell(instance, start.host(), Phase.PULLING);
            launcher.pull(start.host(), start.spec().image());
          }
          tell(instance, start.host(), Phase.STARTING);
          lock.requireHeld();
          launcher.start(start.host(), marked(start.spec()), lock::requireHeld);
          done.add(instance);
          tell(instance, start.host(), Phase.STARTED);
        });
  }

  private ContainerSpec marked(ContainerSpec spec) {
    return ContainerSpec.builder()
        .from(spec)
        .putLabels(Labels.DEPLOY, Long.toString(lock.fence()))
        .build();
  }

  private void attempt(InstanceId instance, Host host, Runnable task) {
    try {
      task.run();
    } catch (StackLockLostException e) {
      tell(instance, host, Phase.FAILED); // Why is told once, at the end.
    } catch (RuntimeException | Error e) {
      // Gathered: what runs beside it goes on, and all failures are told together. An error too:
      // nobody else looks at what a task ended with.
      fail(instance, host, e);
    }
  }

  private void fail(InstanceId instance, Host host, Throwable failure) {
    failures.put(instance, "on host " + host + ": " + Failures.text(failure));
    tell(instance, host, Phase.FAILED);
  }

  private void awaitReachable(List<ServiceChange> stage) {
    if (!lock.isHeld()) {
      return;
    }
    List<Awaited> awaited = new ArrayList<>();
    Set<InstanceId> keptOnes = new TreeSet<>();
    for (ServiceChange change : stage) {
      for (Start start : change.starts()) {
        InstanceId instance = start.spec().instance();
        if (done.contains(instance)) {
          awaited.add(new Awaited(start.host(), instance, change.ports()));
        }
      }
      for (Kept kept : change.kept()) {
        awaited.add(new Awaited(kept.host(), kept.instance(), change.ports()));
        keptOnes.add(kept.instance());
      }
    }
    Map<InstanceId, String> unreachable =
        reachability.await(awaited, keptOnes, a -> tell(a.id(), a.host(), Phase.REACHABLE));
    Map<InstanceId, Host> hosts = new TreeMap<>();
    awaited.forEach(a -> hosts.put(a.id(), a.host()));
    unreachable.forEach(
        (instance, reason) -> {
          failures.put(instance, reason);
          Host host = hosts.get(instance);
          if (host != null) {
            tell(instance, host, Phase.FAILED);
          }
        });
  }

  private void tell(InstanceId instance, Host host, Phase phase) {
    progress.onProgress(new ProgressEvent(instance, host, phase));
  }

  private void throwOnFailure(Plan plan) {
    Optional<RuntimeException> lost = lock.isHeld() ? Optional.empty() : Optional.of(lock.lost());
    if (failures.isEmpty() && lost.isEmpty()) {
      return;
    }
    Set<InstanceId> notStarted = new LinkedHashSet<>();
    plan.starts().forEach(start -> notStarted.add(start.spec().instance()));
    notStarted.removeAll(done);
    notStarted.removeAll(failures.keySet());
    Set<InstanceId> succeeded = new ConcurrentSkipListSet<>(done);
    succeeded.removeAll(failures.keySet());
    throw new DeploymentException(succeeded, failures, notStarted, lost);
  }
}
