package io.viking.docker.engine;

import com.github.dockerjava.api.exception.BadRequestException;
import java.security.cert.CertificateException;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * Why an engine and this program do not come to terms about TLS, and what to do. Only texts tell
 * some of them apart: those of Java's TLS and of Go's HTTP server.
 */
final class TlsFailures {
  private static final String OWN_CERTIFICATE =
      "put into DOCKER_CERT_PATH a cert.pem, and its key.pem, that the CA of the engine's"
          + " --tlscacert has signed and that is valid now.";

  private TlsFailures() {}

  /** The reason, with its fix; empty where the failure is none of TLS. */
  static Optional<String> reason(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      Optional<String> reason = ofOne(cause, String.valueOf(cause.getMessage()));
      if (reason.isPresent()) {
        return reason;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> ofOne(Throwable cause, String text) {
    if (cause instanceof BadRequestException && text.contains("HTTP request to an HTTPS server")) {
      return Optional.of(
          "it wants TLS.\n  Fix: set DOCKER_TLS_VERIFY=1, and DOCKER_CERT_PATH to the folder with"
              + " ca.pem, cert.pem and key.pem (in a program: EngineOptions.certificates).");
    }
    if (cause instanceof SSLPeerUnverifiedException || isOfName(cause, text)) {
      return Optional.of(
          "its certificate is for another name: "
              + text
              + "\n  Fix: use an address that the certificate names, or give the engine a"
              + " certificate for this one.");
    }
    if (cause instanceof CertificateException || text.contains("PKIX path")) {
      return Optional.of(
          "its certificate is not trusted: "
              + text
              + "\n  Fix: put the CA that signed it into DOCKER_CERT_PATH as ca.pem, and check that"
              + " it is valid now.");
    }
    return cause instanceof SSLException ? ofTls(text) : Optional.empty();
  }

  private static boolean isOfName(Throwable cause, String text) {
    return cause instanceof CertificateException
        && (text.contains("subject alternative") || text.startsWith("No name matching"));
  }

  private static Optional<String> ofTls(String text) {
    if (text.contains("Unsupported or unrecognized SSL message")) {
      return Optional.of(
          "it does not speak TLS.\n  Fix: unset DOCKER_TLS_VERIFY, or start the engine with"
              + " --tlsverify.");
    }
    String alert = text.toLowerCase(Locale.ROOT);
    boolean ofCertificate =
        alert.contains("certificate")
            || alert.contains("unknown_ca")
            || alert.contains("access_denied")
            || alert.contains("handshake_failure");
    return alert.contains("fatal alert") && ofCertificate
        ? Optional.of(
            "it does not accept this program's certificate: "
                + text
                + "\n  Fix: "
                + OWN_CERTIFICATE)
        : Optional.empty();
  }

  /**
   * The reason where an engine that is reached by TLS hung up, with its fix. An engine that does
   * not accept a certificate hangs up while the program still talks, so that more often than not
   * its words never arrive.
   */
  static Optional<String> hangUp(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String text = String.valueOf(cause.getMessage());
      if (text.matches("Broken pipe.*|Connection reset.*|.*terminated the handshake.*")) {
        return Optional.of(
            "it hung up: "
                + text
                + "\n  Fix: if it does so each time, it does not accept this program's certificate: "
                + OWN_CERTIFICATE);
      }
    }
    return Optional.empty();
  }
}
