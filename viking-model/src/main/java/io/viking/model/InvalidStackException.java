package io.viking.model;

import java.util.List;
import java.util.stream.Collectors;

/** Thrown once for all the faults of the input it was thrown for. */
public final class InvalidStackException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  /**
   * @param problems the faults in the order in which they were written; at least one
   * @throws IllegalArgumentException if there is none
   */
  public InvalidStackException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    if (problems.isEmpty()) {
      throw new IllegalArgumentException("an invalid stack needs at least one problem");
    }
    this.problems = List.copyOf(problems);
  }

  /** All the faults, never empty. */
  public List<Problem> problems() {
    return problems;
  }
}
