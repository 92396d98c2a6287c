package io.viking.ports;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.immutables.value.Value;

/**
 * How to reach etcd and where viking's keys are. The password is never part of {@link #toString()}.
 *
 * <pre>{@code
 * EtcdOptions.builder()
 *     .addEndpoints("10.0.0.1:2379", "10.0.0.2:2379")
 *     .caCertificate(Path.of("/etc/viking/ca.pem"))
 *     .user("viking")
 *     .passwordFile(Path.of("/etc/viking/password"))
 *     .build()
 * }</pre>
 */
@Value.Immutable
public abstract class EtcdOptions {
  /** The pattern of a key needs stack for each part of it. */
  private static final int LONGEST_KEY = 255;

  EtcdOptions() {}

  /**
   * The members' client addresses, {@code http://host:port} or {@code https://host:port}. A {@code
   * host:port} becomes {@code https} where a certificate is given, else {@code http}.
   */
  public abstract List<String> endpoints();

  /** What all keys start with; default {@code /viking}. */
  @Value.Default
  public String baseKey() {
    return "/viking";
  }

  /** How long any one call may take; default 5 s. */
  @Value.Default
  public Duration deadline() {
    return Duration.ofSeconds(5);
  }

  /** How long what was registered outlives its process; whole seconds, default 10 s. */
  @Value.Default
  public Duration leaseTtl() {
    return Duration.ofSeconds(10);
  }

  /** The numbers that may be allocated. */
  @Value.Default
  public PortRange ports() {
    return PortRange.DEFAULT;
  }

  /** How long a released number is not given again; default 1 h, zero for not at all. */
  @Value.Default
  public Duration quarantine() {
    return Quarantine.DEFAULT;
  }

  /**
   * The PEM file of the certificates that etcd's own has to be signed by. Empty: those that Java
   * trusts. This file and the next two are read when a store is opened, and again with each new
   * connection after an outage, so that they may be replaced.
   */
  public abstract Optional<Path> caCertificate();

  /** The PEM file of the certificate, and its chain, that this program shows to etcd. */
  public abstract Optional<Path> clientCertificate();

  /**
   * The PEM file of the private key of {@link #clientCertificate()}: PKCS#8, PKCS#1 or SEC1, not
   * encrypted.
   */
  public abstract Optional<Path> clientKey();

  /**
   * The name that etcd's certificate must have, where it does not have the endpoint's; also the
   * authority that is sent. Empty: each endpoint's own host.
   */
  public abstract Optional<String> serverName();

  /**
   * The user, where etcd's authentication is enabled. While it is not enabled yet, the user is
   * given in vain but nothing fails.
   */
  public abstract Optional<String> user();

  /** The user's password; {@link #passwordFile()} is the better place for it. */
  @Value.Redacted
  public abstract Optional<String> password();

  /**
   * The file of the user's password; a line break at its end does not count. Read each time the
   * user is authenticated, so that the password may be changed.
   */
  public abstract Optional<Path> passwordFile();

  /** The defaults, for those members: each {@code host:port} or a URL. */
  public static EtcdOptions of(String... endpoints) {
    return builder().addEndpoints(endpoints).build();
  }

  /**
   * What these variables say, as the {@code viking} command and its agent read them: {@code
   * VIKING_ETCD} (members, separated by commas or white space), {@code VIKING_KEY}, {@code
   * VIKING_DEADLINE} ({@code 5s}, {@code 500ms}), {@code VIKING_ETCD_CA}, {@code VIKING_ETCD_CERT},
   * {@code VIKING_ETCD_CERT_KEY}, {@code VIKING_ETCD_SERVER_NAME}, {@code VIKING_ETCD_USER}, {@code
   * VIKING_ETCD_PASSWORD} and {@code VIKING_ETCD_PASSWORD_FILE}. One that is missing or blank
   * leaves the default.
   *
   * @throws IllegalArgumentException if a value cannot be read
   */
  public static Builder fromVariables(Map<String, String> variables) {
    return EtcdVariables.read(variables);
  }

  /** A builder; at least one of {@link #endpoints()} is required. */
  public static Builder builder() {
    return new Builder();
  }

  boolean hasCertificates() {
    return caCertificate().isPresent()
        || clientCertificate().isPresent()
        || clientKey().isPresent()
        || serverName().isPresent();
  }

  boolean isSecure() {
    return endpoints().get(0).startsWith("https:");
  }

  @Value.Check
  EtcdOptions normalize() {
    require(!endpoints().isEmpty(), "at least one etcd endpoint is needed");
    require(
        baseKey().length() <= LONGEST_KEY && baseKey().matches("(/[A-Za-z0-9_.-]+)+"),
        "etcd base key must look like /viking but was '" + baseKey() + "'");
    require(!deadline().isNegative() && !deadline().isZero(), "deadline must be positive");
    require(leaseTtl().toSeconds() >= 1, "lease must be at least 1 s but was " + leaseTtl());
    require(!quarantine().isNegative(), "quarantine must not be negative: " + quarantine());
    checkUser();
    require(
        clientCertificate().isPresent() == clientKey().isPresent(),
        clientKey().isPresent()
            ? "a client key is given without its certificate.\n  Fix: give the certificate, too"
            : "a client certificate is given without its key.\n  Fix: give the key, too");
    String scheme = hasCertificates() ? "https://" : "http://";
    List<String> urls = endpoints().stream().map(e -> e.contains("://") ? e : scheme + e).toList();
    urls.forEach(EtcdOptions::checkEndpoint);
    checkScheme(urls);
    return urls.equals(endpoints()) ? this : builder().from(this).endpoints(urls).build();
  }

  private void checkUser() {
    boolean password = password().isPresent() || passwordFile().isPresent();
    require(
        password || user().isEmpty(),
        "etcd user '"
            + user().orElse("")
            + "' has no password.\n  Fix: give its password, or the"
            + " file that it is in");
    require(
        user().isPresent() || !password,
        "a password for etcd is given without a user.\n  Fix: give the user, too");
    require(
        password().isEmpty() || passwordFile().isEmpty(),
        "etcd's password is given twice, as text and as a file.\n  Fix: give one of them");
    require(
        !user().orElse("x").isBlank() && !password().orElse("x").isEmpty(),
        "etcd's user and password must not be empty.\n  Fix: give both, or none");
  }

  private static void checkEndpoint(String url) {
    // Not quoted: what stands before the '@' may be a password.
    require(
        !url.contains("@"),
        "an etcd endpoint holds a user ('@').\n  Fix: give user and password on their own");
    require(
        url.matches("https?://[^/ ]+:[0-9]{1,5}/?"),
        "etcd endpoint must look like http://10.0.0.1:2379 but was '" + url + "'");
  }

  private void checkScheme(List<String> urls) {
    List<String> plain = urls.stream().filter(url -> url.startsWith("http:")).toList();
    require(
        plain.isEmpty() || !hasCertificates(),
        "certificates or a server name are given for "
            + String.join(", ", plain)
            + ", which is not encrypted.\n  Fix: write https://, or leave them out");
    require(
        plain.isEmpty() || plain.size() == urls.size(),
        "etcd endpoints are partly http and partly https: "
            + String.join(", ", urls)
            + ".\n  Fix: write all of them in one way");
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }

  /** Builds {@link EtcdOptions}; not safe for use by several threads. */
  public static final class Builder extends ImmutableEtcdOptions.Builder {
    Builder() {}
  }
}
