package io.viking.ports;

import java.time.Clock;
import java.time.Duration;

/**
 * A moment of the past, by two clocks: Linux stops the one that only goes forward while the machine
 * is suspended, and the other one can be set.
 *
 * @param nanos as {@link System#nanoTime} has it
 * @param millis as the clock on the wall has it
 */
record Moment(long nanos, long millis) {
  static Moment now() {
    return new Moment(System.nanoTime(), Clock.systemUTC().millis());
  }

  /** How long ago it is, at most. */
  Duration elapsed() {
    return elapsed(now());
  }

  Duration elapsed(Moment now) {
    Duration steady = Duration.ofNanos(now.nanos - nanos);
    Duration wall = Duration.ofMillis(now.millis - millis);
    return steady.compareTo(wall) > 0 ? steady : wall;
  }
}
