package io.viking.model;

/**
 * The name of a stack: letters, digits and {@code -}, at most 63 characters, never an underscore,
 * so that {@code <stack>_<job>_<port>} can be read back.
 *
 * @param value the name as written
 */
public record StackName(String value) implements Comparable<StackName> {
  /**
   * @throws IllegalArgumentException if the name breaks the rule above
   */
  public StackName {
    NameSyntax.check("stack", value);
  }

  /** The name from its text; see the constructor for what is refused. */
  public static StackName of(String value) {
    return new StackName(value);
  }

  /** Whether the text would be accepted by {@link #of}. */
  public static boolean isValid(String value) {
    return NameSyntax.isValid(value);
  }

  @Override
  public int compareTo(StackName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
