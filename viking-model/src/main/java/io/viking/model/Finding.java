package io.viking.model;

import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.immutables.value.Value;

/** What a look at one part of the cluster has shown. Immutable. */
@Value.Immutable
public abstract class Finding {
  /** Errors first; what they are about in alphabetical order. */
  public static final Comparator<Finding> WORST_FIRST =
      Comparator.comparing(Finding::severity)
          .reversed()
          .thenComparing(Finding::subject)
          .thenComparing(Finding::what);

  Finding() {}

  /** How much it matters. */
  public enum Severity {
    /** It is as it should be, or good to know. */
    OK,
    /** It works, and may not go on to. */
    WARNING,
    /** Something does not work, or is wrong. */
    ERROR
  }

  /** How much it matters. */
  public abstract Severity severity();

  /** What was looked at: {@code engine node-1}, {@code etcd http://10.0.0.1:2379}. */
  public abstract String subject();

  /** What was seen there: one sentence, or several. */
  public abstract String what();

  /** How to mend it, without the word "Fix"; empty where nothing has to be done. */
  public abstract Optional<String> fix();

  /** Something that is as it should be, or that is good to know. */
  public static Finding ok(String subject, String what) {
    return of(Severity.OK, subject, what).build();
  }

  /** Something that works and may not go on to. */
  public static Finding warning(String subject, String what, String fix) {
    return of(Severity.WARNING, subject, what).fix(fix).build();
  }

  /** Something that does not work, or is wrong. */
  public static Finding error(String subject, String what, String fix) {
    return of(Severity.ERROR, subject, what).fix(fix).build();
  }

  private static ImmutableFinding.Builder of(Severity severity, String subject, String what) {
    return ImmutableFinding.builder().severity(severity).subject(subject).what(what);
  }

  /** {@code ERROR subject: what}, and the fix on an indented line of its own. */
  @Override
  public final String toString() {
    return Stream.concat(
            Stream.of(severity() + " " + subject() + ": " + what()),
            fix().stream().map(fix -> "  Fix: " + fix))
        .collect(Collectors.joining("\n"));
  }
}
