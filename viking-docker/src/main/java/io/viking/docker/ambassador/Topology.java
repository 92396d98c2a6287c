package io.viking.docker.ambassador;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Set;
import org.immutables.value.Value;

/**
 * Where the containers of an ambassador's host are: what the kernel has to know to take a
 * connection to one of them there itself. Immutable. What is not in it is left to the relay.
 */
@Value.Immutable
public abstract class Topology {
  Topology() {}

  /**
   * From the address of each container of this host to the bridge that it is on. Two addresses have
   * the same text, of letters, digits, dots, lines and hyphens, if and only if they reach each
   * other without leaving it.
   */
  public abstract Map<InetAddress, String> networks();

  /**
   * From each published TCP address of this host to the container behind it: its own addresses, one
   * for each network, with the container's port.
   */
  public abstract Map<InetSocketAddress, Set<InetSocketAddress>> published();

  @Value.Check
  void check() {
    for (String network : networks().values()) {
      // It becomes part of a name in the kernel, of 127 characters at most.
      if (!network.matches("[A-Za-z0-9_.-]{1,64}")) {
        throw new IllegalArgumentException(
            "a network must have 1-64 of letters, digits, '_', '.' and '-' but was '"
                + network
                + "'");
      }
    }
  }

  /** That of a host without containers. */
  public static Topology empty() {
    return builder().build();
  }

  /** A builder. */
  public static Builder builder() {
    return new Builder();
  }

  /** Builds {@link Topology}; not safe for use by several threads. */
  public static final class Builder extends ImmutableTopology.Builder {
    Builder() {}
  }
}
