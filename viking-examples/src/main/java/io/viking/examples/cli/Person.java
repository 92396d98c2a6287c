package io.viking.examples.cli;

import java.util.Optional;

/** Who runs the command. */
final class Person {
  private Person() {}

  /** {@code ann@desk}, as far as it is known. */
  static String here() {
    String user = System.getProperty("user.name", "somebody");
    return Optional.ofNullable(System.getenv("HOSTNAME"))
        .filter(host -> !host.isBlank())
        .map(host -> user + "@" + host)
        .orElse(user);
  }
}
