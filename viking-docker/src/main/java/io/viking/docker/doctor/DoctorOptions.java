package io.viking.docker.doctor;

import io.viking.docker.engine.EngineOptions;
import io.viking.model.Host;
import io.viking.ports.ClusterStore;
import io.viking.ports.PortRange;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.immutables.value.Value;

/** What a {@link Doctor} looks at. */
@Value.Immutable
public abstract class DoctorOptions {
  DoctorOptions() {}

  /** The cluster's store. Stays the caller's to close. */
  public abstract ClusterStore store();

  /** The hosts that are deployed to. Empty: those with a live agent, else the local one. */
  public abstract List<Host> hosts();

  /** The host to look at where no host is given and no agent is known. */
  public abstract Host localHost();

  /** How the engines are talked to. */
  @Value.Default
  public EngineOptions engineOptions() {
    return EngineOptions.defaults();
  }

  /** The numbers that may be allocated. */
  @Value.Default
  public PortRange ports() {
    return PortRange.DEFAULT;
  }

  /** How long any one check may take; default 20 s. They are made at the same time. */
  @Value.Default
  public Duration limit() {
    return Duration.ofSeconds(20);
  }

  /** This machine's clock, which the engines' are compared with. */
  @Value.Default
  public Clock clock() {
    return Clock.systemUTC();
  }

  /** A builder; {@link #store()} and {@link #localHost()} are required. */
  public static Builder builder() {
    return new Builder();
  }

  @Value.Check
  void check() {
    if (limit().isNegative() || limit().isZero()) {
      throw new IllegalArgumentException("limit must be positive but was " + limit());
    }
  }

  /** Builds {@link DoctorOptions}; not safe for use by several threads. */
  public static final class Builder extends ImmutableDoctorOptions.Builder {
    Builder() {}
  }
}
