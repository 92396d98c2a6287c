package io.viking.docker.reconcile;

import io.viking.docker.reconcile.ClusterEvent.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Something that is so at every look until it is not: told when it begins, when it is about
 * something else, and when it ends. Not safe for use by several threads.
 */
public final class Standing {
  private final Kind begins;
  private final Optional<Kind> ends;
  private Map<String, String> told = new TreeMap<>();

  /**
   * @param begins what is told at its beginning
   * @param ends what is told at its end; empty to tell nothing
   */
  public Standing(Kind begins, Optional<Kind> ends) {
    this.begins = begins;
    this.ends = ends;
  }

  /**
   * What is to be told.
   *
   * @param now all that is so now: the reason by subject
   */
  public List<ClusterEvent> update(Map<String, String> now, Instant time) {
    List<ClusterEvent> events = new ArrayList<>();
    Map<String, String> current = new TreeMap<>(now);
    current.forEach(
        (subject, reason) -> {
          if (!sameBut(reason, told.get(subject))) {
            events.add(new ClusterEvent(time, begins, subject, reason));
          }
        });
    ends.ifPresent(
        kind ->
            told.forEach(
                (subject, reason) -> {
                  if (!current.containsKey(subject)) {
                    // How it is mended is of no interest any more.
                    String what = reason.lines().findFirst().orElse(reason);
                    events.add(new ClusterEvent(time, kind, subject, "no more: " + what));
                  }
                }));
    told = current;
    return events;
  }

  /** Whether they differ by nothing but numbers: seconds go by, and that is no news. */
  private static boolean sameBut(String reason, @Nullable String earlier) {
    return earlier != null && withoutTimes(reason).equals(withoutTimes(earlier));
  }

  private static String withoutTimes(String text) {
    return text.replaceAll("for ([0-9]+ (h|min|s) ?)+", "for a time");
  }
}
