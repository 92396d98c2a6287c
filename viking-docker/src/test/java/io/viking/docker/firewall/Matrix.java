package io.viking.docker.firewall;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiPredicate;

/** Who reaches what: all targets of all places, tried at the same time. */
final class Matrix {
  /** How long somebody waits who is to get nowhere: an answer takes less than a millisecond. */
  private static final Duration BRIEF = Duration.ofMillis(500);

  private static final int ATTEMPTS = 10;

  private final Map<Target, Map<String, Reach>> cells = new LinkedHashMap<>();
  private final List<String> wrong = new ArrayList<>();

  private Matrix() {}

  /**
   * Tries everything. What is to be reached is tried again where it is not, since a machine can be
   * slow; what is not to be reached is tried once.
   *
   * @param judged what is not is tried once and tells nothing
   */
  static Matrix of(
      VpcLab lab, BiPredicate<Place, Target> expected, BiPredicate<Place, Target> judged) {
    Matrix matrix = new Matrix();
    Map<Place, Map<Target, CompletableFuture<Reach>>> attempts = new LinkedHashMap<>();
    for (Place place : lab.places().values()) {
      Map<Target, CompletableFuture<Reach>> row = new LinkedHashMap<>();
      lab.targets(place).forEach(target -> row.put(target, place.attempt(target, BRIEF)));
      attempts.put(place, row);
    }
    attempts.forEach(
        (place, row) ->
            row.forEach(
                (target, attempt) -> {
                  if (judged.test(place, target)) {
                    matrix.judge(place, target, attempt.join(), expected.test(place, target));
                  } else {
                    matrix.note(place, target, attempt.join());
                  }
                }));
    return matrix;
  }

  private void judge(Place place, Target target, Reach first, boolean wanted) {
    Reach reach = first;
    for (int i = 0; wanted && reach != Reach.OPEN && i < ATTEMPTS; i++) {
      reach = place.attempt(target, BRIEF).join();
    }
    note(place, target, reach);
    if (wanted ? reach != Reach.OPEN : reach != Reach.SILENT) {
      wrong.add(place.name() + " to " + target + ": " + reach);
    }
  }

  private void note(Place place, Target target, Reach reach) {
    cells.computeIfAbsent(row(target), row -> new TreeMap<>()).put(place.name(), reach);
  }

  /** The same door has another address for those outside. */
  private static Target row(Target target) {
    return new Target(target.door(), target.family().equals("IPv4") ? "0.0.0.0" : "::", 1);
  }

  /** What is not as it was expected. */
  List<String> wrong() {
    return wrong;
  }

  /** How many ports were tried. */
  int size() {
    return cells.values().stream().mapToInt(Map::size).sum();
  }

  /** Whether it was reached from that place. */
  boolean reached(Place place, Target target) {
    return cells.getOrDefault(row(target), Map.of()).get(place.name()) == Reach.OPEN;
  }

  /** As a table, with a column for each place. */
  String text(List<String> places) {
    StringBuilder text = new StringBuilder("%-44s".formatted(""));
    places.forEach(place -> text.append("  ").append(place));
    cells.forEach(
        (target, row) -> {
          text.append("\n%-44s".formatted(target.family() + ", " + target.door()));
          places.forEach(
              place ->
                  text.append("  ")
                      .append(("%-" + place.length() + "s").formatted(row.get(place))));
        });
    return text.append('\n').toString();
  }
}
