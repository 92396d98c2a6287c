package io.viking.ports;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long a released number is not given again.
 *
 * @param length zero for no quarantine
 */
record Quarantine(Duration length, Clock clock) {
  /** Long enough for a roll-out of everything that carried the number. */
  static final Duration DEFAULT = Duration.ofHours(1);

  static Quarantine of(Duration length) {
    if (length.isNegative()) {
      throw new IllegalArgumentException("quarantine must not be negative but was " + length);
    }
    return new Quarantine(length, Clock.systemUTC());
  }

  Instant now() {
    return clock.instant();
  }

  /**
   * When that of a number ends which is released now; to the nanosecond by chance, so that two
   * releases can be told apart.
   */
  Optional<Instant> end() {
    return length.isZero()
        ? Optional.empty()
        : Optional.of(now().plus(length).plusNanos(ThreadLocalRandom.current().nextInt(1_000_000)));
  }
}
