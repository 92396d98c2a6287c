package io.viking.docker.engine;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.immutables.value.Value;

/** How an engine is talked to. */
@Value.Immutable
public abstract class EngineOptions {
  EngineOptions() {}

  /** How long it may take to connect; default 2 s. */
  @Value.Default
  public Duration connectTimeout() {
    return Duration.ofSeconds(2);
  }

  /** How long an engine may be silent while a call waits for it; default 10 s. */
  @Value.Default
  public Duration responseTimeout() {
    return Duration.ofSeconds(10);
  }

  /**
   * How much longer it may be silent while it makes, starts or removes a container; default 30 s.
   */
  @Value.Default
  public Duration workTimeout() {
    return Duration.ofSeconds(30);
  }

  /** How long an image may take to be fetched, built or loaded; default 10 min. */
  @Value.Default
  public Duration transferTimeout() {
    return Duration.ofMinutes(10);
  }

  /**
   * The folder with {@code ca.pem}, {@code cert.pem} and {@code key.pem}. Where it is given, {@code
   * tcp://} engines are reached by TLS only; a folder in which one of them is missing is an error.
   */
  public abstract Optional<Path> certificates();

  /** The defaults, without TLS. */
  public static EngineOptions defaults() {
    return builder().build();
  }

  /**
   * As the {@code docker} command reads the environment: a {@code DOCKER_TLS_VERIFY} that is not
   * empty asks for TLS, with the certificates of {@code DOCKER_CERT_PATH}, else {@code ~/.docker}.
   */
  public static EngineOptions fromEnvironment(Map<String, String> environment) {
    if (environment.getOrDefault("DOCKER_TLS_VERIFY", "").isEmpty()) {
      return defaults();
    }
    String folder = environment.getOrDefault("DOCKER_CERT_PATH", "");
    Path certificates =
        folder.isEmpty()
            ? Path.of(environment.getOrDefault("HOME", "/root"), ".docker")
            : Path.of(folder);
    return builder().certificates(certificates).build();
  }

  /** A builder. */
  public static Builder builder() {
    return new Builder();
  }

  @Value.Check
  void check() {
    requirePositive(connectTimeout(), "connect timeout");
    requirePositive(responseTimeout(), "response timeout");
    requirePositive(workTimeout(), "work timeout");
    requirePositive(transferTimeout(), "transfer timeout");
  }

  private static void requirePositive(Duration duration, String what) {
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException(what + " must be positive but was " + duration);
    }
  }

  /** Builds {@link EngineOptions}; not safe for use by several threads. */
  public static final class Builder extends ImmutableEngineOptions.Builder {
    Builder() {}
  }
}
