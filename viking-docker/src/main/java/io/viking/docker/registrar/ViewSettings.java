package io.viking.docker.registrar;

import io.viking.model.Health;
import java.util.Optional;
import java.util.function.Function;
import org.immutables.value.Value;

/** What a {@link HostView} depends on beside the containers. */
@Value.Immutable
public abstract class ViewSettings {
  ViewSettings() {}

  /** The host's name; part of the ids of instances that name none. */
  public abstract String hostName();

  /**
   * The address at which ports are reached that are published on every address of the host: an IP
   * literal, neither loopback nor a wildcard.
   */
  public abstract String publishAddress();

  /** The path under which the store keeps endpoints, such as {@code /viking/network}. */
  public abstract String networkPath();

  /** Reads a job's {@code health} from the text of its {@code viking.definition} label. */
  @Value.Default
  public Function<String, Optional<Health>> definitionHealth() {
    return definition -> Optional.empty();
  }

  /** How an instance is probed whose definition says nothing. */
  @Value.Default
  public Health defaultHealth() {
    return Health.tcp();
  }

  /** A builder; {@link #definitionHealth()} and {@link #defaultHealth()} have defaults. */
  public static Builder builder() {
    return new Builder();
  }

  @Value.Check
  void check() {
    if (!IpLiteral.isReachable(publishAddress())) {
      throw new IllegalArgumentException(
          "other hosts cannot use '"
              + publishAddress()
              + "' as an address of this host.\n"
              + "  Fix: set VIKING_IP to the host's private IP address.");
    }
  }

  /** Builds {@link ViewSettings}; not safe for use by several threads. */
  public static final class Builder extends ImmutableViewSettings.Builder {
    Builder() {}
  }
}
