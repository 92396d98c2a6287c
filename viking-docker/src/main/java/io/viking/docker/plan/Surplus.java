package io.viking.docker.plan;

import io.viking.docker.plan.ActualInstance.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which instances go when a service has too many: those that are missed least. First one that keeps
 * dying, then one of the host that has most of them, then the oldest, then the last by host and id.
 */
final class Surplus {
  private static final Comparator<Located> DYING =
      Comparator.comparing(located -> located.instance().state() == State.RESTARTING);

  /** An instance whose age is unknown counts as new. */
  private static final Comparator<Located> OLD =
      Comparator.comparing(
          (Located located) -> located.instance().created().orElse(Instant.MAX),
          Comparator.reverseOrder());

  private static final Comparator<Located> LEAST_MISSED_LAST =
      DYING.thenComparing(OLD).thenComparing(Located::hostName).thenComparing(Located::id);

  private Surplus() {}

  /**
   * An instance, and how many of its service its host has when those that go before it are gone.
   */
  private record Ranked(Located located, int siblings) {}

  /** That many of them, in the order in which they go. */
  static List<Located> of(List<Located> instances, int count) {
    Map<String, Integer> onHost = new HashMap<>();
    List<Ranked> ranked = new ArrayList<>();
    instances.stream()
        .sorted(LEAST_MISSED_LAST)
        .forEach(l -> ranked.add(new Ranked(l, onHost.merge(l.hostName(), 1, Integer::sum))));
    return ranked.stream()
        .sorted(
            Comparator.comparing(Ranked::located, DYING)
                .thenComparingInt(Ranked::siblings)
                .thenComparing(Ranked::located, LEAST_MISSED_LAST)
                .reversed())
        .limit(count)
        .map(Ranked::located)
        .toList();
  }
}
