package io.viking.model;

/**
 * What tells the instances of one service apart: six lower-case hexadecimal digits, new for each
 * container.
 *
 * @param value the digits
 */
public record Pid(String value) implements Comparable<Pid> {
  private static final int LENGTH = 6;

  /**
   * @throws IllegalArgumentException if the value is not six lower-case hexadecimal digits
   */
  public Pid {
    if (!isValid(value)) {
      throw new IllegalArgumentException("pid must be 6 lower-case hex digits but was " + value);
    }
  }

  private static boolean isValid(String value) {
    for (int i = 0; i < value.length(); i++) {
      if (!isDigit(value.charAt(i))) {
        return false;
      }
    }
    return value.length() == LENGTH;
  }

  private static boolean isDigit(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
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
