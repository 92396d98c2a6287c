package io.viking.docker.soak;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * When the engine and etcd are restarted: the engine once a minute, every second time after it has
 * hung, and etcd once, in the middle. In a run of less than two minutes each is restarted once,
 * after the early window of {@link Growth} and before the late one.
 */
record SoakSchedule(List<Step> steps) {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** What is done. */
  enum Action {
    RESTART_ENGINE,
    HANG_AND_RESTART_ENGINE,
    RESTART_ETCD
  }

  /** What is done when, counted from the begin of the run. */
  record Step(Duration at, Action action) {}

  static SoakSchedule of(Duration run) {
    List<Step> steps = new ArrayList<>();
    boolean isShort = run.compareTo(MINUTE.multipliedBy(2)) < 0;
    Duration etcd = isShort ? run.multipliedBy(3).dividedBy(5) : run.dividedBy(2);
    if (isShort) {
      steps.add(new Step(run.multipliedBy(2).dividedBy(5), Action.RESTART_ENGINE));
      steps.add(new Step(etcd, Action.RESTART_ETCD));
      return new SoakSchedule(List.copyOf(steps));
    }
    Duration last = run.minus(MINUTE.dividedBy(4));
    int count = 0;
    for (Duration at = MINUTE.dividedBy(2); at.compareTo(last) < 0; at = at.plus(MINUTE)) {
      if (at.compareTo(etcd) > 0 && steps.stream().noneMatch(SoakSchedule::isEtcd)) {
        steps.add(new Step(etcd, Action.RESTART_ETCD));
      }
      Action action = count++ % 2 == 0 ? Action.RESTART_ENGINE : Action.HANG_AND_RESTART_ENGINE;
      steps.add(new Step(at, action));
    }
    return new SoakSchedule(List.copyOf(steps));
  }

  private static boolean isEtcd(Step step) {
    return step.action() == Action.RESTART_ETCD;
  }

  /** How often the engine is restarted. */
  int engineRestarts() {
    return (int) steps.stream().filter(step -> !isEtcd(step)).count();
  }
}
