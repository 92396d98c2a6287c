package io.viking.ports;

import java.io.ByteArrayOutputStream;
import java.security.InvalidKeyException;
import java.util.Arrays;

/**
 * The older forms of private keys, {@code RSA PRIVATE KEY} (PKCS#1, RFC 8017) and {@code EC PRIVATE
 * KEY} (SEC1, RFC 5915), in the one that Java reads (PKCS#8, RFC 5208). Pure.
 */
final class Pkcs8 {
  private static final int SEQUENCE = 0x30;
  private static final int OCTETS = 0x04;
  private static final int OID = 0x06;

  /** The curve in a SEC1 key. */
  private static final int PARAMETERS = 0xa0;

  private static final byte[] VERSION = {0x02, 0x01, 0x00};

  /** rsaEncryption (1.2.840.113549.1.1.1) and its parameters, NULL. */
  private static final byte[] RSA = {
    0x06,
    0x09,
    0x2a,
    (byte) 0x86,
    0x48,
    (byte) 0x86,
    (byte) 0xf7,
    0x0d,
    0x01,
    0x01,
    0x01,
    0x05,
    0x00
  };

  /** id-ecPublicKey (1.2.840.10045.2.1); its parameter is the curve. */
  private static final byte[] EC = {
    0x06, 0x07, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x02, 0x01
  };

  private Pkcs8() {}

  /**
   * @param kind what stands before "PRIVATE KEY" in the PEM's first line
   * @throws InvalidKeyException if the kind is not known, or an EC key does not name its curve
   */
  static byte[] of(String kind, byte[] key) throws InvalidKeyException {
    return switch (kind) {
      case "" -> key;
      case "RSA" -> wrap(RSA, key);
      case "EC" -> wrap(join(EC, curve(key)), key);
      default -> throw new InvalidKeyException(kind + " keys are not supported");
    };
  }

  private static byte[] wrap(byte[] algorithm, byte[] key) {
    return element(SEQUENCE, join(VERSION, element(SEQUENCE, algorithm), element(OCTETS, key)));
  }

  /** The object identifier, header included, among the parts of {@code ECPrivateKey}. */
  private static byte[] curve(byte[] key) throws InvalidKeyException {
    try {
      int at = content(key, 0);
      while (at < key.length) {
        int content = content(key, at);
        if ((key[at] & 0xff) == PARAMETERS && key[content] == OID) {
          return Arrays.copyOfRange(key, content, end(key, content));
        }
        at = end(key, at);
      }
    } catch (ArrayIndexOutOfBoundsException e) {
      throw new InvalidKeyException("an EC key is cut off");
    }
    throw new InvalidKeyException("an EC key does not name its curve");
  }

  /** Where the content of the element at that place begins. */
  private static int content(byte[] der, int at) {
    int length = der[at + 1] & 0xff;
    return at + 2 + (length < 0x80 ? 0 : length & 0x7f);
  }

  private static int end(byte[] der, int at) {
    int content = content(der, at);
    int length = der[at + 1] & 0xff;
    if (length >= 0x80) {
      length = 0;
      for (int i = at + 2; i < content; i++) {
        length = (length << 8) | (der[i] & 0xff);
      }
    }
    if (length < 0 || length > der.length - content) {
      throw new ArrayIndexOutOfBoundsException(length);
    }
    return content + length;
  }

  private static byte[] element(int tag, byte[] content) {
    int length = content.length;
    byte[] header =
        length < 0x80
            ? new byte[] {(byte) tag, (byte) length}
            : length < 0x100
                ? new byte[] {(byte) tag, (byte) 0x81, (byte) length}
                : new byte[] {(byte) tag, (byte) 0x82, (byte) (length >> 8), (byte) length};
    return join(header, content);
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
