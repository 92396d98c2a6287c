package io.viking.model;

import java.util.Locale;

/** A transport protocol that a container can expose a port on. */
public enum Protocol {
  TCP,
  UDP,
  SCTP;

  /** The name in lower case, as in {@code 80/tcp}. */
  public String lower() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Reads {@code tcp}, {@code udp} or {@code sctp} in any case.
   *
   * @throws IllegalArgumentException if it is none of these
   */
  public static Protocol parse(String text) {
    for (Protocol protocol : values()) {
      if (protocol.lower().equals(text.toLowerCase(Locale.ROOT))) {
        return protocol;
      }
    }
    throw new IllegalArgumentException(
        "protocol '" + text + "' is not known: must be tcp, udp or sctp");
  }
}
