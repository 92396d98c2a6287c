package io.viking.model.yaml;

import io.viking.model.InvalidStackException;
import io.viking.model.Place;
import io.viking.model.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Gathers the faults of one file, at most {@value #MOST}: more help nobody, and a hostile file
 * could have hundreds of thousands. Not safe for use by several threads.
 */
final class Faults {
  static final int MOST = 1_000;

  private static final Comparator<Problem> FILE_ORDER =
      Comparator.comparing(
          (Problem problem) -> problem.place().orElse(new Place("", 0, 0)),
          Comparator.comparingInt(Place::line).thenComparingInt(Place::column));

  private final List<Problem> problems = new ArrayList<>();

  /**
   * @throws InvalidStackException with all those before it, if this is one too many
   */
  void add(Place place, String message, String fix, String... reasons) {
    add(Problem.builder().place(place).message(message).fix(fix).addReasons(reasons).build());
  }

  /**
   * @throws InvalidStackException with the first ones, if there are too many
   */
  void addAll(Collection<Problem> more) {
    more.forEach(this::add);
  }

  private void add(Problem problem) {
    if (problems.size() == MOST) {
      problems.add(tooMany(problem));
    }
    if (problems.size() > MOST) {
      throw new InvalidStackException(inFileOrder());
    }
    problems.add(problem);
  }

  private static Problem tooMany(Problem next) {
    return Problem.builder()
        .place(next.place())
        .message(
            "the file has more than " + MOST + " faults; those behind this are not looked for.")
        .fix("mend these first.")
        .build();
  }

  int count() {
    return problems.size();
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
