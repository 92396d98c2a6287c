package io.viking.links;

import java.util.regex.Pattern;

/** The syntax of the host that a link's variables name. */
final class LinkHost {
  private static final Pattern VALID = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?");

  private LinkHost() {}

  /**
   * @throws IllegalArgumentException if it is neither a host name nor an IPv4 address
   */
  static void check(String host) {
    if (!VALID.matcher(host).matches()) {
      throw new IllegalArgumentException(
          "the host of a link must be a name or an IPv4 address but was '"
              + host
              + "'.\n  Programs cut tcp://HOST:PORT at its colons."
              + "\n  Fix: give a host name, such as '"
              + Backend.HOST_NAME
              + "'.");
    }
  }
}
