package io.viking.docker;

import io.viking.docker.ProgressEvent.Phase;
import io.viking.docker.plan.Plan;
import io.viking.model.Host;
import io.viking.model.InstanceId;
import io.viking.model.ServiceName;
import io.viking.ports.StackLock;
import io.viking.ports.StackLockLostException;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;

/** How far one deployment has come, and what failed. Safe for use by several threads. */
final class Course {
  private final StackLock lock;
  private final ProgressListener progress;
  private final Set<InstanceId> done = new ConcurrentSkipListSet<>();
  private final Set<InstanceId> removed = new ConcurrentSkipListSet<>();
  private final Map<InstanceId, String> failures = new ConcurrentSkipListMap<>();
  private final Set<ServiceName> failedUpdates = new ConcurrentSkipListSet<>();
  private final Map<ServiceName, String> rolledBack = new ConcurrentSkipListMap<>();

  Course(StackLock lock, ProgressListener progress) {
    this.lock = lock;
    this.progress = progress;
  }

  StackLock lock() {
    return lock;
  }

  /** Whether nothing more may be begun: something failed, or the lock is lost. */
  boolean isStopped() {
    return !failures.isEmpty() || !lock.isHeld();
  }

  void tell(InstanceId instance, Host host, Phase phase) {
    progress.onProgress(new ProgressEvent(instance, host, phase));
  }

  void started(InstanceId instance) {
    done.add(instance);
  }

  void removed(InstanceId instance) {
    done.add(instance);
    removed.add(instance);
  }

  /** Whether this deployment started it, and did not remove it again. */
  boolean isStarted(InstanceId instance) {
    return done.contains(instance) && !removed.contains(instance);
  }

  boolean isRemoved(InstanceId instance) {
    return removed.contains(instance);
  }

  /** Does it; what it ends with is gathered here. */
  void attempt(InstanceId instance, Host host, Runnable task) {
    try {
      task.run();
    } catch (StackLockLostException e) {
      tell(instance, host, Phase.FAILED); // Why is told once, at the end.
    } catch (RuntimeException | Error e) {
      // Gathered: what runs beside it goes on, and all failures are told together. An error too:
      // nobody else looks at what a task ended with.
      fail(instance, host, "on host " + host + ": " + Failures.text(e));
    }
  }

  /** Notes why that instance failed; after what is known already, if anything is. */
  void fail(InstanceId instance, Host host, String reason) {
    failures.merge(instance, reason, (known, more) -> known + "\n" + more);
    tell(instance, host, Phase.FAILED);
  }

  boolean hasFailed(InstanceId instance) {
    return failures.containsKey(instance);
  }

  boolean hasFailed(ServiceName service) {
    return failures.keySet().stream().anyMatch(instance -> instance.service().equals(service));
  }

  /** Notes that a new instance has put an end to the update of its service. */
  void updateFailed(ServiceName service) {
    failedUpdates.add(service);
  }

  Set<ServiceName> failedUpdates() {
    return new TreeSet<>(failedUpdates);
  }

  /** Notes what has become of a service whose update failed. */
  void rolledBack(ServiceName service, String what) {
    rolledBack.put(service, what);
  }

  Map<InstanceId, String> failures() {
    return new TreeMap<>(failures);
  }

  /**
   * Says what happened, unless all went well.
   *
   * @throws DeploymentException if anything failed, or the lock was lost
   */
  void throwOnFailure(Plan plan) {
    Optional<RuntimeException> lost = lock.isHeld() ? Optional.empty() : Optional.of(lock.lost());
    if (failures.isEmpty() && lost.isEmpty()) {
      return;
    }
    Set<InstanceId> notStarted = new LinkedHashSet<>();
    plan.starts().forEach(start -> notStarted.add(start.spec().instance()));
    notStarted.removeAll(done);
    notStarted.removeAll(failures.keySet());
    Set<InstanceId> succeeded = new TreeSet<>(done);
    succeeded.removeAll(failures.keySet());
    succeeded.removeIf(instance -> rolledBack.containsKey(instance.service()));
    throw new DeploymentException(succeeded, failures, notStarted, rolledBack, lost);
  }
}
