package io.viking.ports;

import java.security.SecureRandom;
import java.util.HexFormat;

/** The key of {@link ClusterStore#secretKey} as a text: hexadecimal digits. */
final class SecretKeyText {
  private static final int BYTES = 32;

  private SecretKeyText() {}

  /** A new one. */
  static String random() {
    byte[] key = new byte[BYTES];
    new SecureRandom().nextBytes(key);
    return HexFormat.of().formatHex(key);
  }

  /**
   * The key of that text; white space around it does not count.
   *
   * @param where where it stands, for the message
   * @throws CorruptStoreException if it is none
   */
  static byte[] parse(String text, String where) {
    String digits = text.strip();
    if (!digits.matches("[0-9a-fA-F]{64}")) {
      // Not quoted: it may be a key that was cut off.
      throw new CorruptStoreException(
          ("%s holds no key: expected 64 hexadecimal digits, found %d characters.%n"
                  + "  Fix: remove it; a new one is made, and services with secrets are replaced"
                  + " once.")
              .formatted(where, digits.length()),
          null);
    }
    return HexFormat.of().parseHex(digits);
  }
}
