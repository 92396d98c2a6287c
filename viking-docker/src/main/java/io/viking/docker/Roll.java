package io.viking.docker;

import io.viking.docker.Reachability.Awaited;
import io.viking.docker.plan.Removal;
import io.viking.docker.plan.Replacement;
import io.viking.docker.plan.ServiceChange;
import io.viking.docker.plan.Start;
import io.viking.docker.plan.Waves;
import io.viking.model.InstanceId;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/**
 * The update of one service: a wave of new instances is started, and once they can be reached, the
 * old ones in whose place they are go. Ends at the first wave that does not come to its end.
 */
final class Roll implements Runnable {
  private final ServiceChange change;
  private final Steps steps;
  private final Course course;
  private final boolean rollback;

  /**
   * @param rollback whether new instances that fail are removed
   */
  Roll(ServiceChange change, Steps steps, boolean rollback) {
    this.change = change;
    this.steps = steps;
    this.course = steps.course();
    this.rollback = rollback;
  }

  /** Whether that change is one: something goes before, or while, something comes. */
  static boolean isNeeded(ServiceChange change) {
    return change.removesFirst()
        ? !change.removals().isEmpty()
        : change.starts().stream().anyMatch(start -> start.replaces().isPresent());
  }

  /** Those that stay of a service's instances, to be waited for. */
  static List<Awaited> kept(ServiceChange change) {
    return change.kept().stream()
        .map(kept -> new Awaited(kept.host(), kept.instance(), change.ports()))
        .toList();
  }

  @Override
  public void run() {
    Waves waves = Waves.of(change);
    if (change.removesFirst()) {
      if (steps.retire(waves.removals())) {
        bring(waves.starts(), kept(change));
      }
    } else if (bring(waves.starts(), kept(change))
        && waves.waves().stream().allMatch(this::replace)) {
      steps.retire(waves.removals());
    }
  }

  private boolean replace(List<Replacement> wave) {
    return bring(wave.stream().map(Replacement::start).toList(), List.of())
        && steps.retire(wave.stream().map(Replacement::removal).toList());
  }

  private boolean bring(List<Start> starts, List<Awaited> kept) {
    boolean reachable = steps.bring(starts, kept);
    List<Start> failed =
        starts.stream().filter(start -> course.hasFailed(start.spec().instance())).toList();
    if (!failed.isEmpty() && change.starts().stream().anyMatch(s -> s.replaces().isPresent())) {
      course.updateFailed(change.service());
      if (rollback) {
        steps.retire(
            failed.stream()
                .filter(start -> course.isStarted(start.spec().instance()))
                .map(this::failed)
                .toList());
      }
    }
    return reachable;
  }

  /** Some of its ports may be registered, and used. */
  private Removal failed(Start start) {
    InstanceId instance = start.spec().instance();
    Duration drain =
        change.removals().stream()
            .map(Removal::drain)
            .max(Comparator.naturalOrder())
            .orElse(Duration.ZERO);
    return new Removal(start.host(), instance, "it did not become reachable", drain);
  }
}
