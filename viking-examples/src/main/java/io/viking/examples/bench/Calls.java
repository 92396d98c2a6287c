package io.viking.examples.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * What one caller's calls took, from the begin of the window on. Used by the caller's thread, then
 * read by another one.
 *
 * <p>The rate counts the calls that ended within the window. The times are those of all calls that
 * ended after its begin, so that one that was slow beyond its end is not left out.
 */
final class Calls {
  private static final double NANOS_PER_MILLI = 1e6;
  private static final double NANOS_PER_SECOND = 1e9;

  private final long begin;
  private long[] lengths = new long[256];
  private long[] ends = new long[256];
  private int count;

  /** The window's begin, as {@link System#nanoTime} has it. */
  Calls(long begin) {
    this.begin = begin;
  }

  /** Notes a call; one that ended before the window is forgotten. */
  void add(long before, long after) {
    if (after - begin < 0) {
      return;
    }
    if (count == lengths.length) {
      lengths = Arrays.copyOf(lengths, 2 * count);
      ends = Arrays.copyOf(ends, 2 * count);
    }
    lengths[count] = after - before;
    ends[count++] = after - begin;
  }

  /**
   * What all callers' calls come to.
   *
   * @param exhausted whether calls ran out before the window did, so that it ends with the last one
   */
  static Sample sample(List<Calls> all, Duration window, boolean exhausted) {
    long last = all.stream().flatMapToLong(c -> Arrays.stream(c.ends, 0, c.count)).max().orElse(0);
    if (last == 0) {
      return none(window);
    }
    long end = exhausted ? Math.min(last, window.toNanos()) : window.toNanos();
    long inTime =
        all.stream()
            .flatMapToLong(calls -> Arrays.stream(calls.ends, 0, calls.count))
            .filter(ended -> ended <= end)
            .count();
    double perNano = inTime > 0 ? (double) inTime / end : (double) counted(all) / last;
    double[] millis = all.stream().flatMapToDouble(Calls::millis).toArray();
    return new Sample(
        perNano * NANOS_PER_SECOND,
        Statistics.percentile(millis, 0.5),
        Statistics.percentile(millis, 0.99));
  }

  /** Not one call ended: the best that can be true is that one was about to. */
  private static Sample none(Duration window) {
    double millis = window.toNanos() / NANOS_PER_MILLI;
    return new Sample(1000 / millis, millis, millis);
  }

  private static long counted(List<Calls> all) {
    return all.stream().mapToLong(calls -> calls.count).sum();
  }

  private DoubleStream millis() {
    return Arrays.stream(lengths, 0, count).mapToDouble(nanos -> nanos / NANOS_PER_MILLI);
  }
}
