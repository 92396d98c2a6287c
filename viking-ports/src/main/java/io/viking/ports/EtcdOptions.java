package io.viking.ports;

import java.time.Duration;
import java.util.List;
import org.immutables.value.Value;

/** How to reach etcd and where viking's keys are. */
@Value.Immutable
public abstract class EtcdOptions {
  EtcdOptions() {}

  /** The members' client addresses, {@code http://host:port} or {@code https://host:port}. */
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

  /** The defaults, for those members: each {@code host:port} or a URL. */
  public static EtcdOptions of(String... endpoints) {
    return builder().addEndpoints(endpoints).build();
  }

  /** A builder; at least one of {@link #endpoints()} is required. */
  public static Builder builder() {
    return new Builder();
  }

  @Value.Check
  EtcdOptions normalize() {
    require(!endpoints().isEmpty(), "at least one etcd endpoint is needed");
    require(
        baseKey().matches("(/[A-Za-z0-9_.-]+)+"),
        "etcd base key must look like /viking but was '" + baseKey() + "'");
    require(!deadline().isNegative() && !deadline().isZero(), "deadline must be positive");
    require(leaseTtl().toSeconds() >= 1, "lease must be at least 1 s but was " + leaseTtl());
    require(!quarantine().isNegative(), "quarantine must not be negative: " + quarantine());
    List<String> urls =
        endpoints().stream().map(e -> e.contains("://") ? e : "http://" + e).toList();
    urls.forEach(
        url ->
            require(
                url.matches("https?://[^/ ]+:[0-9]{1,5}/?"),
                "etcd endpoint must look like http://10.0.0.1:2379 but was '" + url + "'"));
    return urls.equals(endpoints()) ? this : builder().from(this).endpoints(urls).build();
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
