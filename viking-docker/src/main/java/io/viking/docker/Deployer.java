package io.viking.docker;

import io.viking.docker.Reachability.Awaited;
import io.viking.docker.launch.Launcher;
import io.viking.docker.plan.Plan;
import io.viking.docker.plan.Removal;
import io.viking.docker.plan.ServiceChange;
import io.viking.docker.plan.Start;
import io.viking.ports.ClusterStore;
import io.viking.ports.StackLock;
import java.util.List;

/** Carries out plans, stage by stage. */
final class Deployer {
  private final VikingSettings settings;
  private final ClusterStore store;
  private final Launcher launcher;

  Deployer(VikingSettings settings, ClusterStore store, Launcher launcher) {
    this.settings = settings;
    this.store = store;
    this.launcher = launcher;
  }

  /**
   * Carries the plan out. A failure does not interrupt what goes on beside it, but nothing that
   * comes after it is begun. Nothing is begun once the lock is lost.
   *
   * @return how far it came, and what failed
   */
  Course apply(Plan plan, StackLock lock) {
    Course course = new Course(lock, settings.progress());
    try (HostTasks tasks = new HostTasks(settings.parallelPerHost())) {
      Steps steps =
          new Steps(
              course,
              launcher,
              new Reachability(launcher, store.endpoints(), tasks, settings.startTimeout()),
              new Draining(store),
              tasks,
              settings.stopGrace());
      for (List<ServiceChange> stage : plan.stages()) {
        if (!course.isStopped()) {
          apply(stage, steps);
        }
      }
    }
    return course;
  }

  private void apply(List<ServiceChange> stage, Steps steps) {
    List<Roll> rolls =
        stage.stream()
            .filter(Roll::isNeeded)
            .map(change -> new Roll(change, steps, settings.rollback()))
            .toList();
    List<ServiceChange> others = stage.stream().filter(change -> !Roll.isNeeded(change)).toList();
    if (rolls.isEmpty()) {
      applyAtOnce(others, steps);
      return;
    }
    try (Rolls running = new Rolls(rolls)) {
      applyAtOnce(others, steps);
      running.join();
    }
  }

  /** Of services in which nothing takes the place of what serves: all starts, then all removals. */
  private static void applyAtOnce(List<ServiceChange> changes, Steps steps) {
    List<Start> starts = changes.stream().flatMap(change -> change.starts().stream()).toList();
    List<Awaited> kept = changes.stream().flatMap(change -> Roll.kept(change).stream()).toList();
    steps.bring(starts, kept);
    List<Removal> removals =
        changes.stream()
            .filter(change -> !steps.course().hasFailed(change.service()))
            .flatMap(change -> change.removals().stream())
            .toList();
    steps.retire(removals);
  }
}
