package io.viking.ports;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;

/** What is recorded of a host that is to be empty: who asked for it, and when. */
final class DrainedHost {
  /** A host's name as {@code io.viking.model.Host} takes it. */
  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,252}");

  private DrainedHost() {}

  /** The record made now. */
  static String of(String by) {
    if (by.isBlank() || by.lines().count() != 1) {
      throw new IllegalArgumentException("who asks must be named on one line but was '" + by + "'");
    }
    return by.strip() + ", " + Instant.now().truncatedTo(ChronoUnit.SECONDS);
  }

  /**
   * The name, if it can be one.
   *
   * @throws IllegalArgumentException if it cannot
   */
  static String checkHost(String host) {
    if (!HOST.matcher(host).matches()) {
      throw new IllegalArgumentException(
          "host name '" + host + "' is not valid: letters, digits, '.', '_' and '-'");
    }
    return host;
  }
}
