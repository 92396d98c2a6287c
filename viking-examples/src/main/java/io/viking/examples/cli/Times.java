package io.viking.examples.cli;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** Times as options write them. */
final class Times {
  private Times() {}

  /**
   * Reads {@code 1h}, {@code 30m}, {@code 90s}.
   *
   * @throws IllegalArgumentException if it is none, or not positive; the message names the option
   */
  static Duration positive(String option, String text) {
    try {
      Duration time = Duration.parse("PT" + text.strip());
      if (!time.isNegative() && !time.isZero()) {
        return time;
      }
    } catch (DateTimeParseException e) {
      throw refused(option, text, e);
    }
    throw refused(option, text, null);
  }

  private static IllegalArgumentException refused(
      String option, String text, @Nullable Throwable cause) {
    return new IllegalArgumentException(
        option + " '" + text + "' is no time.\n  Fix: write 15s, 5m or 1h", cause);
  }
}
