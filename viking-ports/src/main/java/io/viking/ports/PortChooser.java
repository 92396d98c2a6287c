package io.viking.ports;

import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which numbers come next. Pure: every store asks here, so that all give numbers in the same way.
 *
 * <p>The counter goes round the range and taken numbers are skipped, so that a released number is
 * given again only after all others. Several numbers are consecutive while the range has such a
 * run, searched from the counter on; failing that, they are the next free ones one by one.
 */
final class PortChooser {
  private PortChooser() {}

  /**
   * What to give, and where the counter stands afterwards.
   *
   * @param numbers as many as were wanted, each free
   * @param next the first number to try the next time
   */
  record Choice(List<Integer> numbers, int next) {}

  /**
   * @param counter the first number to try; one outside the range means its start
   * @param taken the numbers that are in use; those outside the range do not matter
   * @throws PortsExhaustedException if fewer numbers are free than wanted
   */
  static Choice choose(PortRange range, int counter, int wanted, BitSet taken) {
    int free = range.size() - taken.get(range.first(), range.last() + 1).cardinality();
    if (free < wanted) {
      throw new PortsExhaustedException(range, wanted, free);
    }
    int from = start(range, counter);
    int run = run(from, range.last(), wanted, taken);
    if (run < 0) {
      run = run(range.first(), range.last(), wanted, taken);
    }
    List<Integer> numbers =
        run < 0
            ? scattered(range, from, wanted, taken)
            : IntStream.range(run, run + wanted).boxed().toList();
    return new Choice(numbers, start(range, numbers.get(wanted - 1) + 1));
  }

  /** The counter where it lies in the range, else the range's start. */
  static int start(PortRange range, int counter) {
    return range.contains(counter) ? counter : range.first();
  }

  /** Where the first run of that many free numbers within both ends starts; negative if nowhere. */
  static int run(int first, int last, int wanted, BitSet taken) {
    int at = taken.nextClearBit(first);
    while (at + wanted - 1 <= last) {
      int end = taken.nextSetBit(at);
      if (end < 0 || end - at >= wanted) {
        return at;
      }
      at = taken.nextClearBit(end);
    }
    return -1;
  }

  private static List<Integer> scattered(PortRange range, int from, int wanted, BitSet taken) {
    return IntStream.concat(
            IntStream.rangeClosed(from, range.last()), IntStream.range(range.first(), from))
        .filter(number -> !taken.get(number))
        .limit(wanted)
        .boxed()
        .toList();
  }
}
