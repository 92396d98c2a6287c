package io.viking.docker.engine;

import java.util.Optional;

/**
 * The host's own addresses on its engine's default bridge, as IP literals; what {@code
 * host-gateway} means to containers.
 *
 * @param ipv4 empty if the bridge has none
 * @param ipv6 empty if the bridge has none
 */
public record BridgeGateways(Optional<String> ipv4, Optional<String> ipv6) {
  /** The IPv4 address, else the IPv6 one. */
  public Optional<String> preferred() {
    return ipv4.or(() -> ipv6);
  }
}
