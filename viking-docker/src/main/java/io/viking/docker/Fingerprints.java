package io.viking.docker;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What tells one value from another, and helps nobody without the key to guess it: keyed hashes
 * (RFC 2104).
 */
final class Fingerprints {
  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;

  Fingerprints(byte[] key) {
    this.key = new SecretKeySpec(key, ALGORITHM);
  }

  String of(String value) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return HexFormat.of().formatHex(mac.doFinal(value.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }
}
