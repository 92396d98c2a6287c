package io.viking.examples.cli;

import io.viking.ports.PortRange;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Numbers as people write them: {@code 10000}, {@code 10000-10010}. */
final class PortNumbers {
  private PortNumbers() {}

  /**
   * @throws IllegalArgumentException if a word is neither a number nor a range within 1 to 65535
   */
  static SortedSet<Integer> parse(List<String> words) {
    SortedSet<Integer> numbers = new TreeSet<>();
    for (String word : words) {
      PortRange range = range(word);
      for (int number = range.first(); number <= range.last(); number++) {
        numbers.add(number);
      }
    }
    return numbers;
  }

  /** {@code 10000} or {@code 10000-10010}. */
  static PortRange range(String word) {
    String[] ends = word.split("-", 2);
    try {
      return new PortRange(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "'" + word + "' must be a number or a range of them, as in 10000 or 10000-10010", e);
    }
  }
}
