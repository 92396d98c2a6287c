package io.viking.ports;

import io.grpc.Status;
import java.net.ConnectException;
import java.security.cert.CertificateException;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Why etcd does not let this program in, told from what gRPC, TLS and etcd say. Only texts tell
 * some of them apart: those of etcd's own {@code rpctypes/error.go}, Java's TLS and Netty.
 *
 * @param reason in a few words
 * @param fix what to do
 */
record EtcdRefusal(String reason, String fix) {
  private static final Set<Status.Code> FINAL =
      EnumSet.of(
          Status.Code.INVALID_ARGUMENT,
          Status.Code.NOT_FOUND,
          Status.Code.ALREADY_EXISTS,
          Status.Code.PERMISSION_DENIED,
          Status.Code.UNAUTHENTICATED,
          Status.Code.RESOURCE_EXHAUSTED,
          Status.Code.OUT_OF_RANGE,
          Status.Code.UNIMPLEMENTED);

  /** Whether asking again does not change the answer. */
  static boolean isFinal(Status status) {
    return FINAL.contains(status.getCode()) && !isStaleToken(status);
  }

  /**
   * Whether a new token may help: etcd was restarted and has forgotten it, it has expired, users or
   * roles were changed, or authentication was enabled meanwhile.
   */
  static boolean isStaleToken(Status status) {
    String text = text(status);
    return text.contains("invalid auth token")
        || text.contains("revision of auth store is old")
        || text.contains("user name is empty");
  }

  /** Whether etcd wants no user. */
  static boolean isNotEnabled(Status status) {
    return text(status).contains("authentication is not enabled");
  }

  /** Empty where the failure is none of access. */
  static Optional<EtcdRefusal> of(EtcdOptions options, Throwable failure) {
    Status status = Status.fromThrowable(failure);
    return switch (status.getCode()) {
      case UNAVAILABLE, UNKNOWN, INTERNAL -> ofConnection(options, failure);
      default -> ofAnswer(options, status);
    };
  }

  /** The endpoint speaks TLS, the program does not. */
  static EtcdRefusal withTls() {
    return new EtcdRefusal(
        "this endpoint speaks TLS",
        "use https://, and name the CA that signed etcd's certificate.");
  }

  /** The program speaks TLS, the endpoint does not. */
  static EtcdRefusal withoutTls() {
    return new EtcdRefusal(
        "this endpoint does not speak TLS",
        "use http:// and leave certificates out, or start etcd with --cert-file.");
  }

  /** Whether the other side hung up, for a reason that it did not say. */
  static boolean isHangUp(Throwable failure) {
    boolean refused = false;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      refused |= cause instanceof ConnectException;
    }
    return !refused && Status.fromThrowable(failure).getCode() == Status.Code.UNAVAILABLE;
  }

  private static Optional<EtcdRefusal> ofAnswer(EtcdOptions options, Status status) {
    String text = text(status);
    String user = options.user().map(name -> "user '" + name + "'").orElse("this program");
    if (text.contains("permission denied")) {
      return refusal(
          user + " may not read or write these keys",
          "grant its role the prefix: etcdctl role grant-permission ROLE readwrite --prefix=true "
              + options.baseKey()
              + "/");
    }
    if (text.contains("user name is empty")) {
      return options.user().isPresent()
          ? Optional.empty()
          : refusal("it wants a user", "give a user and a password.");
    }
    if (status.getCode() == Status.Code.UNAUTHENTICATED && !isStaleToken(status)) {
      return refusal(
          user + " or the password is not right: " + text,
          "check both, and that etcd has that user: etcdctl user list");
    }
    return Optional.empty();
  }

  private static Optional<EtcdRefusal> ofConnection(EtcdOptions options, Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      Optional<EtcdRefusal> refusal = ofTls(options, cause);
      if (refusal.isPresent()) {
        return refusal;
      }
    }
    return Optional.empty();
  }

  private static Optional<EtcdRefusal> ofTls(EtcdOptions options, Throwable cause) {
    String text = String.valueOf(cause.getMessage());
    if (cause.getClass().getSimpleName().equals("NotSslRecordException")
        || text.contains("not an SSL/TLS record")) {
      return Optional.of(withoutTls());
    }
    if (!options.isSecure() && isTlsAnswer(text)) {
      return Optional.of(withTls());
    }
    if (cause instanceof CertificateException || text.contains("PKIX path")) {
      return Optional.of(ofCertificate(options, text));
    }
    if (cause instanceof SSLException && isCertificateAlert(text)) {
      return refusal(
          "etcd does not accept "
              + (options.clientCertificate().isPresent()
                  ? "the client certificate: " + text
                  : "a client without a certificate: " + text),
          "give a client certificate and its key, signed by etcd's --trusted-ca-file.");
    }
    return Optional.empty();
  }

  /** The first bytes of a TLS alert where HTTP/2 was expected, or the words of Go's server. */
  private static boolean isTlsAnswer(String text) {
    return text.contains("First received frame was not SETTINGS. Hex dump for first 5 bytes: 1503")
        || text.contains("HTTP request to an HTTPS server");
  }

  private static boolean isCertificateAlert(String text) {
    String alert = text.toLowerCase(Locale.ROOT);
    return alert.contains("fatal alert")
        && (alert.contains("certificate")
            || alert.contains("unknown_ca")
            || alert.contains("access_denied")
            || alert.contains("handshake_failure"));
  }

  private static EtcdRefusal ofCertificate(EtcdOptions options, String text) {
    if (text.contains("subject alternative") || text.startsWith("No name matching")) {
      return new EtcdRefusal(
          "its certificate is for another name: " + text,
          "use an address that the certificate names, or give the server name that it has.");
    }
    String whom = options.caCertificate().map(path -> "the CA in " + path).orElse("Java's CAs");
    return new EtcdRefusal(
        "its certificate is not trusted by " + whom + ": " + text,
        "name the file of the CA that signed etcd's certificate, and check that it is valid now.");
  }

  private static Optional<EtcdRefusal> refusal(String reason, String fix) {
    return Optional.of(new EtcdRefusal(reason, fix));
  }

  private static String text(Status status) {
    @Nullable String description = status.getDescription();
    return description == null ? "" : description;
  }
}
