package io.viking.model.fuzz;

import java.time.Duration;

/**
 * What one input may cost.
 *
 * @param time how long reading it may take, in time of the processor: the machine may be busy with
 *     something else
 * @param bytes how many bytes reading it may allocate in all, which is more than it ever holds;
 *     four times that for one of {@link #LARGE} bytes or more, since a parser that goes through it
 *     several times does not hold it several times. What they hold is bounded by the heap of a fuzz
 *     run, which is 256 MB.
 * @param hang after how long, by the clock, it counts as endless
 */
record FuzzLimits(Duration time, long bytes, Duration hang) {
  private static final int LARGE = 100_000;

  long bytes(int inputLength) {
    return inputLength < LARGE ? bytes : 4 * bytes;
  }

  /**
   * What a build asserts: 5 s unless {@code viking.fuzz.millis} says otherwise, since a busy or
   * slow machine must not fail it; {@code faults/fuzz} says 1 s.
   */
  static FuzzLimits ofBuild() {
    return new FuzzLimits(
        Duration.ofMillis(Long.getLong("viking.fuzz.millis", 5_000)),
        DEFAULT.bytes(),
        DEFAULT.hang());
  }

  /** 1 s and 256 MB. */
  static final FuzzLimits DEFAULT =
      new FuzzLimits(Duration.ofSeconds(1), 256_000_000, Duration.ofSeconds(20));
}
