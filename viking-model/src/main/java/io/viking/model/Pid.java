package io.viking.model;

import java.util.regex.Pattern;

/**
 * What tells the instances of one service apart: six lower-case hexadecimal digits, new for each
 * container.
 *
 * @param value the digits
 */
public record Pid(String value) implements Comparable<Pid> {
  private static final Pattern VALID = Pattern.compile("[0-9a-f]{6}");

  /**
   * @throws IllegalArgumentException if the value is not six lower-case hexadecimal digits
   */
  public Pid {
    if (!VALID.matcher(value).matches()) {
      throw new IllegalArgumentException("pid must be 6 lower-case hex digits but was " + value);
    }
  }

  /** The pid from its digits. */
  public static Pid of(String value) {
    return new Pid(value);
  }

  @Override
  public int compareTo(Pid other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
