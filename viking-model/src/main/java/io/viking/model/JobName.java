package io.viking.model;

/**
 * The name of a job: letters, digits and {@code -}, at most 63 characters, never an underscore, so
 * that {@code <stack>_<job>_<port>} can be read back.
 *
 * @param value the name as written
 */
public record JobName(String value) implements Comparable<JobName> {
  /**
   * @throws IllegalArgumentException if the name breaks the rule above
   */
  public JobName {
    NameSyntax.check("job", value);
  }

  /** The name from its text; see the constructor for what is refused. */
  public static JobName of(String value) {
    return new JobName(value);
  }

  /** Whether the text would be accepted by {@link #of}. */
  public static boolean isValid(String value) {
    return NameSyntax.isValid(value);
  }

  @Override
  public int compareTo(JobName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
