package io.viking.ports.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A certificate authority for tests, made with the JDK alone: elliptic keys, certificates of X.509
 * (RFC 5280), files in PEM form in the folder it is given.
 */
public final class TestCertificates {
  private static final Duration VALID = Duration.ofDays(1);
  private static final int SEQUENCE = 0x30;
  private static final byte[] ECDSA_WITH_SHA256 = hex("06082a8648ce3d040302");
  private static final byte[] COMMON_NAME = hex("0603550403");
  private static final byte[] BASIC_CONSTRAINTS = hex("0603551d13");
  private static final byte[] ALTERNATIVE_NAME = hex("0603551d11");
  private static final byte[] TRUE = hex("0101ff");

  private final Path folder;
  private final String name;
  private final KeyPair keys = newKeys();

  private TestCertificates(Path folder, String name) {
    this.folder = folder;
    this.name = name;
    byte[] isAuthority = extension(BASIC_CONSTRAINTS, element(SEQUENCE, TRUE));
    write(ca(), "CERTIFICATE", certificate(name, keys, Instant.now(), isAuthority));
  }

  /**
   * The files of a certificate.
   *
   * @param certificate in PEM form
   * @param key its key, PKCS#8 in PEM form
   */
  public record Issued(Path certificate, Path key) {}

  /** An authority of that name, which is also the name of its file. */
  public static TestCertificates in(Path folder, String name) {
    return new TestCertificates(folder, name);
  }

  /** The authority's own certificate. */
  public Path ca() {
    return folder.resolve(name + ".pem");
  }

  /** A certificate for that name and those IP addresses, valid now. */
  public Issued issue(String commonName, String... addresses) {
    return issue(commonName, Instant.now(), addresses);
  }

  /** A certificate that was valid until an hour ago. */
  public Issued issueExpired(String commonName, String... addresses) {
    return issue(commonName, Instant.now().minus(VALID).minus(Duration.ofHours(1)), addresses);
  }

  private Issued issue(String commonName, Instant from, String... addresses) {
    KeyPair own = newKeys();
    byte[] names = tagged(0x82, commonName.getBytes(StandardCharsets.US_ASCII));
    for (String address : addresses) {
      names = join(names, tagged(0x87, bytes(address)));
    }
    byte[] alternatives = extension(ALTERNATIVE_NAME, element(SEQUENCE, names));
    Issued files =
        new Issued(
            folder.resolve(name + "-" + commonName + ".pem"),
            folder.resolve(name + "-" + commonName + ".key"));
    write(files.certificate(), "CERTIFICATE", certificate(commonName, own, from, alternatives));
    write(files.key(), "PRIVATE KEY", own.getPrivate().getEncoded());
    return files;
  }

  private byte[] certificate(String subject, KeyPair own, Instant from, byte[] extension) {
    byte[] algorithm = element(SEQUENCE, ECDSA_WITH_SHA256);
    byte[] serial =
        BigInteger.valueOf(ThreadLocalRandom.current().nextLong(1L << 62)).toByteArray();
    byte[] content =
        element(
            SEQUENCE,
            hex("a003020102"), // version 3
            tagged(0x02, serial),
            algorithm,
            distinguished(name),
            element(SEQUENCE, time(from.minus(Duration.ofMinutes(5))), time(from.plus(VALID))),
            distinguished(subject),
            own.getPublic().getEncoded(),
            tagged(0xa3, element(SEQUENCE, extension)));
    byte[] signature = join(new byte[1], sign(content));
    return element(SEQUENCE, content, algorithm, tagged(0x03, signature));
  }

  private byte[] sign(byte[] content) {
    try {
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(keys.getPrivate());
      signature.update(content);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair newKeys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] distinguished(String commonName) {
    byte[] text = tagged(0x0c, commonName.getBytes(StandardCharsets.UTF_8));
    return element(SEQUENCE, element(0x31, element(SEQUENCE, COMMON_NAME, text)));
  }

  private static byte[] extension(byte[] kind, byte[] value) {
    return element(SEQUENCE, kind, tagged(0x04, value));
  }

  private static byte[] time(Instant instant) {
    String text =
        DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").format(instant.atOffset(ZoneOffset.UTC));
    return tagged(0x18, text.getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] bytes(String address) {
    try {
      return InetAddress.getByName(address).getAddress();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] element(int tag, byte[]... parts) {
    return tagged(tag, join(parts));
  }

  private static byte[] tagged(int tag, byte[] content) {
    int length = content.length;
    byte[] size =
        length < 0x80
            ? new byte[] {(byte) length}
            : length < 0x100
                ? new byte[] {(byte) 0x81, (byte) length}
                : new byte[] {(byte) 0x82, (byte) (length >> 8), (byte) length};
    return join(new byte[] {(byte) tag}, size, content);
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    List.of(parts).forEach(all::writeBytes);
    return all.toByteArray();
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }

  private static void write(Path file, String kind, byte[] content) {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    try {
      Files.writeString(
          file, "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
