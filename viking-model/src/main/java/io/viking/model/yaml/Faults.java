package io.viking.model.yaml;

import io.viking.model.InvalidStackException;
import io.viking.model.Place;
import io.viking.model.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Gathers the faults of one file. Not safe for use by several threads. */
final class Faults {
  private static final Comparator<Problem> FILE_ORDER =
      Comparator.comparing(
          (Problem problem) -> problem.place().orElse(new Place("", 0, 0)),
          Comparator.comparingInt(Place::line).thenComparingInt(Place::column));

  private final List<Problem> problems = new ArrayList<>();

  void add(Place place, String message, String fix, String... reasons) {
    problems.add(
        Problem.builder().place(place).message(message).fix(fix).addReasons(reasons).build());
  }

  void addAll(Collection<Problem> more) {
    problems.addAll(more);
  }

  boolean isEmpty() {
    return problems.isEmpty();
  }

  /** All faults in the order of their places; those without a place first. */
  List<Problem> inFileOrder() {
    return problems.stream().distinct().sorted(FILE_ORDER).toList();
  }

  /**
   * @throws InvalidStackException if there is any fault, with all of them
   */
  void throwIfAny() {
    if (!problems.isEmpty()) {
      throw new InvalidStackException(inFileOrder());
    }
  }
}
