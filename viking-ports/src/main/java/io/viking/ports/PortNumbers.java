package io.viking.ports;

import java.util.Collection;
import java.util.SortedSet;
import java.util.TreeSet;

/** Numbers that callers name. */
final class PortNumbers {
  private PortNumbers() {}

  static SortedSet<Integer> check(Collection<Integer> numbers) {
    for (int number : numbers) {
      if (number < 1 || number > 65535) {
        throw new IllegalArgumentException("a port must be 1-65535 but was " + number);
      }
    }
    return new TreeSet<>(numbers);
  }
}
