package io.viking.ports.testing.history;

/**
 * A promise that was not kept.
 *
 * @param rule which one
 * @param message what was seen, by whom and when
 */
public record Violation(Rule rule, String message) {
  /** What can be violated. */
  public enum Rule {
    /** One number was given to two service ports. */
    UNIQUE,
    /** One service port was given two numbers without a release. */
    STABLE,
    /** A number outside the range was given. */
    RANGE,
    /** A released number was given again too early. */
    QUARANTINE,
    /** A call did not see what had ended before it began, or saw what nobody had begun. */
    REAL_TIME,
    /** A list was not the whole of one moment. */
    SNAPSHOT,
    /** A part of a batch was there without the rest. */
    BATCH,
    /** What was answered is not in the store at the end. */
    LOST,
    /** The store's index by number does not fit its records. */
    OWNER,
    /** A call took longer than it may. */
    DEADLINE,
    /** A call failed in a way that it must not. */
    ERROR
  }

  @Override
  public String toString() {
    return rule + ": " + message;
  }
}
