package io.viking.docker;

import io.viking.docker.plan.ActualState;
import io.viking.docker.plan.Plan;
import io.viking.docker.plan.ServiceChange;
import io.viking.docker.plan.Start;
import io.viking.model.Job;
import io.viking.model.ServiceName;
import io.viking.ports.StackLock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Makes services whose update has failed what they were before it. */
final class Restoration {
  private final Planning planning;
  private final StackChanges changes;

  Restoration(Planning planning, StackChanges changes) {
    this.planning = planning;
    this.changes = changes;
  }

  /** Does so, and notes in the course what has become of each service. */
  void run(Plan plan, ActualState before, Course course, StackLock lock) {
    Set<ServiceName> failed = course.failedUpdates();
    Map<ServiceName, PutBack> pending = new TreeMap<>();
    for (ServiceChange change : plan.changes()) {
      if (failed.contains(change.service())) {
        PutBack putBack = PutBack.of(change, course, before);
        if (putBack.isNothing()) {
          course.rolledBack(change.service(), putBack.told(List.of()));
        } else if (putBack.job().isEmpty()) {
          course.rolledBack(
              change.service(),
              "it cannot be put back: no old container carries a definition that can be read.");
        } else {
          pending.put(change.service(), putBack);
        }
      }
    }
    if (!pending.isEmpty()) {
      putBack(pending, course, lock);
    }
  }

  private void putBack(Map<ServiceName, PutBack> pending, Course course, StackLock lock) {
    try {
      Map<ServiceName, Job> jobs = new TreeMap<>();
      pending.forEach((service, putBack) -> putBack.job().ifPresent(job -> jobs.put(service, job)));
      Plan back =
          planning.forPutBack(jobs, PutBack.fates(pending.values()), changes.requireAllHosts());
      Course way = changes.carryOut(back, lock);
      pending.forEach(
          (service, putBack) -> course.rolledBack(service, told(service, putBack, back, way)));
    } catch (RuntimeException e) {
      // The deployment has failed already: that it was not put back is told with the reason.
      pending
          .keySet()
          .forEach(
              service ->
                  course.rolledBack(service, "it could not be put back: " + Failures.text(e)));
    }
  }

  private static String told(ServiceName service, PutBack putBack, Plan back, Course way) {
    String failures =
        way.failures().entrySet().stream()
            .filter(failure -> failure.getKey().service().equals(service))
            .map(failure -> "\n" + failure.getKey() + ": " + failure.getValue())
            .collect(Collectors.joining());
    if (!failures.isEmpty()) {
      return "it could not be put back:" + failures;
    }
    if (way.isStopped()) {
      return "it was not put back to the end.";
    }
    List<Start> starts =
        back.starts().stream()
            .filter(start -> start.spec().instance().service().equals(service))
            .toList();
    return putBack.told(starts);
  }
}
