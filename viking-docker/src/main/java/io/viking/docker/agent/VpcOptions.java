package io.viking.docker.agent;

import io.viking.docker.firewall.AddressBlock;
import io.viking.docker.firewall.Backend;
import io.viking.docker.firewall.PortSpan;
import io.viking.ports.PortRange;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.immutables.value.Value;

/** What an {@link Agent} does for the firewall of its host. */
@Value.Immutable
public abstract class VpcOptions {
  VpcOptions() {}

  /** By which program; empty: by {@code nft} if it is there, else by {@code iptables}. */
  public abstract Optional<Backend> backend();

  /** What everybody may reach. */
  public abstract Set<PortSpan> open();

  /** Who is trusted as the cluster's hosts are. */
  public abstract Set<AddressBlock> trusted();

  /** The members of etcd, {@code host:port} or URLs; they are trusted too. */
  public abstract List<String> etcd();

  /** The numbers that are the ambassador's. */
  @Value.Default
  public PortRange allocated() {
    return PortRange.DEFAULT;
  }

  /**
   * How long a host whose agent is gone is trusted still; default 24 h. Without the trust of etcd's
   * host its agent could never come back. Only time in which the store answers counts.
   */
  @Value.Default
  public Duration keep() {
    return Duration.ofHours(24);
  }

  /** The time between two looks at hosts, engine and rules; default 5 s. */
  @Value.Default
  public Duration check() {
    return Duration.ofSeconds(5);
  }

  /** A builder; nothing is required. */
  public static Builder builder() {
    return new Builder();
  }

  @Value.Check
  void requireTimes() {
    if (keep().isNegative() || check().isNegative() || check().isZero()) {
      throw new IllegalArgumentException(
          "keep must not be negative and check be positive but they were "
              + keep()
              + " and "
              + check());
    }
  }

  /** Builds {@link VpcOptions}; not safe for use by several threads. */
  public static final class Builder extends ImmutableVpcOptions.Builder {
    Builder() {}
  }
}
