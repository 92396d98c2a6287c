package io.viking.docker.plan;

import io.viking.model.InstanceId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The change of one service, cut into what is done one after the other: starts that replace
 * nothing, all at once; then replacements, a wave after the other; then what only goes, all at
 * once.
 *
 * @param starts the containers that take no serving one's place
 * @param waves the replacements, as many in each as the job's parallelism allows
 * @param removals the containers that nothing takes the place of
 */
public record Waves(List<Start> starts, List<List<Replacement>> waves, List<Removal> removals) {
  /** Copies the lists. */
  public Waves {
    starts = List.copyOf(starts);
    waves = waves.stream().map(List::copyOf).toList();
    removals = List.copyOf(removals);
  }

  /**
   * Cuts the change; where old and new share a volume there is no wave, since the old ones go
   * first.
   */
  public static Waves of(ServiceChange change) {
    if (change.removesFirst()) {
      return new Waves(change.starts(), List.of(), change.removals());
    }
    Map<InstanceId, Removal> going = new LinkedHashMap<>();
    change.removals().forEach(removal -> going.put(removal.instance(), removal));
    List<Start> starts = new ArrayList<>();
    List<Replacement> replacements = new ArrayList<>();
    for (Start start : change.starts()) {
      start
          .replaces()
          .map(going::remove)
          .ifPresentOrElse(
              old -> replacements.add(new Replacement(start, old)), () -> starts.add(start));
    }
    return new Waves(starts, cut(replacements, change.parallelism()), List.copyOf(going.values()));
  }

  private static List<List<Replacement>> cut(List<Replacement> all, int length) {
    List<List<Replacement>> waves = new ArrayList<>();
    for (int from = 0; from < all.size(); from += length) {
      waves.add(all.subList(from, Math.min(all.size(), from + length)));
    }
    return waves;
  }
}
