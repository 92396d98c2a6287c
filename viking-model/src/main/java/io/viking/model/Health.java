package io.viking.model;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.immutables.value.Value;

/**
 * How the agent finds out that an instance answers, beside the image's own HEALTHCHECK. An instance
 * gets its endpoints registered once the probe has passed, and loses them after {@link #retries()}
 * failures in a row.
 */
@Value.Immutable
public abstract class Health {
  Health() {}

  /** What is asked of the instance. */
  public enum Probe {
    /** A TCP connection is accepted. */
    TCP,
    /** A GET of {@link Health#path()} is answered with a status below 400. */
    HTTP,
    /** Nothing: an instance is reachable as soon as it runs. */
    NONE
  }

  /** What is asked. */
  @Value.Default
  public Probe probe() {
    return Probe.TCP;
  }

  /** The path of an HTTP probe, starting with a slash; empty for the others. */
  public abstract Optional<String> path();

  /**
   * The container's port that is probed. Empty: each exposed TCP port for {@link Probe#TCP}, the
   * lowest one for {@link Probe#HTTP}.
   */
  public abstract OptionalInt port();

  /** The time between two probes of an instance that has passed once; default 2 s. */
  @Value.Default
  public Duration interval() {
    return Duration.ofSeconds(2);
  }

  /** How long one probe may take; default 2 s. */
  @Value.Default
  public Duration timeout() {
    return Duration.ofSeconds(2);
  }

  /** How many failures in a row make an instance unhealthy; default 3, at least 1. */
  @Value.Default
  public int retries() {
    return 3;
  }

  /** How long after its start an instance's failures are not counted; default 0. */
  @Value.Default
  public Duration start() {
    return Duration.ZERO;
  }

  /** The probe of a job that names none: each exposed TCP port accepts connections. */
  public static Health tcp() {
    return builder().build();
  }

  /** No probe. */
  public static Health none() {
    return builder().probe(Probe.NONE).build();
  }

  /** A GET of that path on the lowest exposed TCP port. */
  public static Health http(String path) {
    return builder().probe(Probe.HTTP).path(path).build();
  }

  /** A builder with the defaults named above. */
  public static Builder builder() {
    return new Builder();
  }

  @Value.Check
  void check() {
    require(retries() >= 1, "health retries must be at least 1 but was " + retries());
    require(isPositive(interval()), "health interval must be positive but was " + interval());
    require(isPositive(timeout()), "health timeout must be positive but was " + timeout());
    require(!start().isNegative(), "health start must not be negative but was " + start());
    require(probe() != Probe.HTTP || path().isPresent(), "an http probe needs a path");
    require(probe() == Probe.HTTP || path().isEmpty(), "a path goes with an http probe only");
    require(
        path().isEmpty() || path().get().matches("/[!-~]*"),
        "the path must start with '/' and hold printable ASCII only");
    port().ifPresent(ExposedPort::tcp);
  }

  private static boolean isPositive(Duration duration) {
    return !duration.isNegative() && !duration.isZero();
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }

  /** Builds a {@link Health}; not safe for use by several threads. */
  public static final class Builder extends ImmutableHealth.Builder {
    Builder() {}
  }
}
