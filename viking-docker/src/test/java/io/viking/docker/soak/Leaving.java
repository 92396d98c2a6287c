package io.viking.docker.soak;

import java.time.Duration;
import java.util.List;

/**
 * An endpoint that was deregistered, and served on.
 *
 * @param span from when its registration was gone until the last connection came
 */
record Leaving(String endpoint, Span span) {
  /** How long others may go on to come, on a machine that is busy with all the rest. */
  static final Duration LIMIT = Duration.ofSeconds(5);

  /**
   * After etcd was away watchers hold on to what vanishes: for a lease and a deadline, which begin
   * with their last attempt that failed.
   */
  static final Duration HELD = Duration.ofSeconds(30);

  /** Those that others went on to come to. */
  static List<String> problems(List<Leaving> all, List<Fault> faults) {
    return all.stream()
        .filter(leaving -> leaving.late().compareTo(LIMIT) > 0)
        .filter(leaving -> faults.stream().noneMatch(fault -> holds(fault, leaving)))
        .map(leaving -> "endpoint " + leaving + " had left, and connections still came")
        .toList();
  }

  private static boolean holds(Fault fault, Leaving leaving) {
    return fault.kind() == Fault.Kind.ETCD_RESTARTED
        && fault.span().extended(HELD).meets(leaving.span);
  }

  /** How long others went on to come. */
  Duration late() {
    return span.end().minus(span.begin());
  }
}
