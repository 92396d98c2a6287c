package io.viking.docker.soak;

import java.time.Duration;
import java.util.Locale;

/**
 * One reading of an agent.
 *
 * @param at counted from the begin of the run
 */
record Sample(Duration at, Quantity quantity, double value) {
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%d s: %.1f %s", at.toSeconds(), value, quantity.unit());
  }
}
