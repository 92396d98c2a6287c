package io.viking.ports;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A file of certificates or of a key. Its faults are told with its name, and never with its
 * content.
 *
 * @param what what it is to hold, as in "etcd's CA certificate"
 * @param path where it is
 */
record PemFile(String what, Path path) {
  private static final Pattern KEY =
      Pattern.compile(
          "-----BEGIN ([A-Z0-9 ]*)PRIVATE KEY-----(.*?)-----END [A-Z0-9 ]*PRIVATE KEY-----",
          Pattern.DOTALL);
  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "Ed25519");

  /** All of its certificates, at least one. */
  List<X509Certificate> certificates() {
    byte[] content = content();
    String text = new String(content, StandardCharsets.ISO_8859_1);
    // Java would skip whatever stands before the first certificate, and find none without a word.
    if (!text.contains("-----BEGIN CERTIFICATE-----")) {
      throw unusable("has no certificate in PEM form ('-----BEGIN CERTIFICATE-----')", null);
    }
    int first = text.indexOf("-----BEGIN CERTIFICATE-----");
    try (var in = new ByteArrayInputStream(content, first, content.length - first)) {
      return CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
          .map(X509Certificate.class::cast)
          .toList();
    } catch (CertificateException | IOException e) {
      throw unusable("holds a certificate that cannot be read (" + e.getMessage() + ")", e);
    }
  }

  /** Its private key. */
  PrivateKey key() {
    String text = new String(content(), StandardCharsets.ISO_8859_1);
    Matcher key = KEY.matcher(text);
    if (!key.find()) {
      throw unusable("has no private key in PEM form ('-----BEGIN PRIVATE KEY-----')", null);
    }
    if (key.group(1).startsWith("ENCRYPTED") || key.group(2).contains("ENCRYPTED")) {
      throw unusable("holds a key that is encrypted", null);
    }
    try {
      byte[] content = Base64.getMimeDecoder().decode(key.group(2));
      return decode(Pkcs8.of(key.group(1).strip(), content));
    } catch (IllegalArgumentException | GeneralSecurityException e) {
      // Without the cause: its message could quote what was read.
      throw unusable("holds a private key that cannot be read", null);
    }
  }

  /** The text without the line break at its end. */
  String secret() {
    String text = new String(content(), StandardCharsets.UTF_8);
    String secret = text.replaceFirst("\\R\\z", "");
    if (secret.isEmpty()) {
      throw unusable("is empty", null);
    }
    return secret;
  }

  private static PrivateKey decode(byte[] pkcs8) throws GeneralSecurityException {
    GeneralSecurityException last = new GeneralSecurityException("no algorithm was tried");
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      } catch (GeneralSecurityException e) {
        last = e;
      }
    }
    throw last;
  }

  private byte[] content() {
    try {
      byte[] content = Files.readAllBytes(path);
      if (content.length == 0) {
        throw unusable("is empty", null);
      }
      return content;
    } catch (NoSuchFileException e) {
      throw unusable("does not exist", e);
    } catch (IOException e) {
      throw unusable("cannot be read (" + e.getClass().getSimpleName() + ")", e);
    }
  }

  StoreAccessException unusable(String why, @Nullable Throwable cause) {
    return new StoreAccessException(
        "%s: the file %s %s.%n  Fix: %s".formatted(what, path, why, fix(why)), cause);
  }

  private String fix(String why) {
    return why.contains("private key") || why.contains("encrypted")
        ? "give a key that is not encrypted, as 'openssl pkcs8 -topk8 -nocrypt -in "
            + path
            + " -out key.pem' writes it."
        : "name a file that this program can read and that holds what is wanted.";
  }
}
