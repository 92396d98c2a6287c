package io.viking.ports;

import io.etcd.jetcd.ClientBuilder;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;

/**
 * What TLS with etcd needs, read from its files: so it is read once more for each new connection,
 * and certificates can be replaced under a running program.
 */
final class EtcdTls {
  private final List<X509Certificate> trusted;
  private final Optional<Identity> identity;

  private EtcdTls(List<X509Certificate> trusted, Optional<Identity> identity) {
    this.trusted = trusted;
    this.identity = identity;
  }

  /** Who this program is to etcd. */
  private record Identity(List<X509Certificate> chain, PrivateKey key) {}

  /**
   * @throws StoreAccessException if a file cannot be used
   */
  static EtcdTls read(EtcdOptions options) {
    List<X509Certificate> trusted =
        options
            .caCertificate()
            .map(path -> new PemFile("etcd's CA certificate", path).certificates())
            .orElse(List.of());
    return new EtcdTls(trusted, identity(options));
  }

  private static Optional<Identity> identity(EtcdOptions options) {
    if (options.clientCertificate().isEmpty() || options.clientKey().isEmpty()) {
      return Optional.empty();
    }
    PemFile certificate =
        new PemFile("the client certificate for etcd", options.clientCertificate().get());
    PemFile key = new PemFile("the client key for etcd", options.clientKey().get());
    Identity identity = new Identity(certificate.certificates(), key.key());
    if (!belongTogether(identity.chain().get(0), identity.key())) {
      throw new StoreAccessException(
          "the client key for etcd in %s is not the key of the certificate in %s.%n  Fix: %s"
              .formatted(
                  key.path(),
                  certificate.path(),
                  "name the two files that were made together; the client's own certificate stands"
                      + " first in its file."),
          null);
    }
    return Optional.of(identity);
  }

  /** Found out here, since a handshake that fails for it says something else. */
  private static boolean belongTogether(X509Certificate certificate, PrivateKey key) {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> "Ed25519";
        };
    byte[] probe = {1, 2, 3};
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      signature.update(probe);
      byte[] signed = signature.sign();
      signature.initVerify(certificate.getPublicKey());
      signature.update(probe);
      return signature.verify(signed);
    } catch (GeneralSecurityException ofAnotherKind) {
      return false;
    }
  }

  /** Makes the client speak TLS. */
  ClientBuilder secure(ClientBuilder builder) {
    try {
      return builder.sslContext(
          ssl -> {
            if (!trusted.isEmpty()) {
              ssl.trustManager(trusted);
            }
            identity.ifPresent(own -> ssl.keyManager(own.key(), own.chain()));
          });
    } catch (SSLException e) {
      throw new StoreAccessException(
          "TLS cannot be set up on this Java: " + e.getMessage() + ".\n  Fix: see the cause.", e);
    }
  }
}
