package io.viking.docker;

import io.viking.model.SecretSource;
import java.util.Map;

/**
 * Reads the values of secrets, on the machine that deploys, whenever a plan is made. Safe for use
 * by several threads; never waits for long.
 */
@FunctionalInterface
public interface SecretReader {
  /**
   * The value that is found there.
   *
   * @throws UnreadableSecretException if there is none, or none that a variable can have
   */
  String read(SecretSource source);

  /**
   * Reads files of this machine, and variables of this process. A file is UTF-8 and at most 64 KiB;
   * one line break at its end does not count. An empty value is refused. Where every user of the
   * machine may read a file, a warning is logged once.
   */
  static SecretReader local() {
    return local(System.getenv());
  }

  /** The same with these variables. */
  static SecretReader local(Map<String, String> environment) {
    return new LocalSecrets(environment);
  }
}
