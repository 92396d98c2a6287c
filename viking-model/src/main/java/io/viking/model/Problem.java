package io.viking.model;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.immutables.value.Value;

/** One fault of a user's input: where it is, what is wrong, why, and how to mend it. */
@Value.Immutable
public abstract class Problem {
  Problem() {}

  /** Where it was written; empty for input that has no place, such as a program's own value. */
  public abstract Optional<Place> place();

  /** What is wrong: one sentence that quotes the offending input. */
  public abstract String message();

  /** Why, or what is known: whole sentences, possibly none. */
  public abstract List<String> reasons();

  /** How to mend it, without the word "Fix". */
  public abstract Optional<String> fix();

  /** A builder; {@link #message()} is required. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * The text shown to people: {@code file:line:column: message}, then each reason and the fix on an
   * indented line of its own.
   */
  @Override
  public final String toString() {
    return Stream.of(
            Stream.of(place().map(place -> place + ": ").orElse("") + message()),
            reasons().stream().map(reason -> "  " + reason),
            fix().stream().map(fix -> "  Fix: " + fix))
        .flatMap(lines -> lines)
        .collect(Collectors.joining("\n"));
  }

  /** Builds a {@link Problem}; not safe for use by several threads. */
  public static final class Builder extends ImmutableProblem.Builder {
    Builder() {}
  }
}
