package io.viking.examples.bench;

import java.time.Duration;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * What all callers' calls add up to.
 *
 * <p>The rate counts the calls that ended within the window. The times are those of all calls that
 * ended after its begin, so that one that was slow beyond its end is not left out.
 *
 * @param millis how long each call took
 * @param ended how many ended within that time
 * @param nanos the time
 */
record Tally(List<Double> millis, long ended, long nanos) {
  private static final double NANOS_PER_MILLI = 1e6;
  private static final double NANOS_PER_SECOND = 1e9;

  /**
   * Adds up one window.
   *
   * @param exhausted whether calls ran out before the window did, so that it ends with the last one
   */
  static Tally of(List<Calls> all, Duration window, boolean exhausted) {
    List<Double> millis =
        all.stream()
            .flatMapToDouble(calls -> calls.lengths().mapToDouble(n -> n / NANOS_PER_MILLI))
            .boxed()
            .toList();
    long last = all.stream().flatMapToLong(Calls::ends).max().orElse(window.toNanos());
    long end = exhausted ? Math.min(last, window.toNanos()) : window.toNanos();
    long inTime = all.stream().flatMapToLong(Calls::ends).filter(ended -> ended <= end).count();
    return inTime > 0 ? new Tally(millis, inTime, end) : new Tally(millis, millis.size(), last);
  }

  /** Several windows as if they were one. */
  static Tally together(List<Tally> windows) {
    return new Tally(
        windows.stream().flatMap(window -> window.millis.stream()).toList(),
        windows.stream().mapToLong(Tally::ended).sum(),
        windows.stream().mapToLong(Tally::nanos).sum());
  }

  /** Where not one call ended: the best that can be true, that one was about to. */
  Sample sample() {
    double[] times =
        millis.isEmpty()
            ? DoubleStream.of(nanos / NANOS_PER_MILLI).toArray()
            : millis.stream().mapToDouble(Double::doubleValue).toArray();
    return new Sample(
        Math.max(1, ended) * NANOS_PER_SECOND / nanos,
        Statistics.percentile(times, 0.5),
        Statistics.percentile(times, 0.99));
  }
}
