package io.viking.docker.registrar;

import io.viking.ports.HostAndPort;
import java.util.List;
import java.util.Optional;

/** Chooses the address at which other hosts reach a published port. */
final class PublishedAddress {
  private final String hostAddress;

  PublishedAddress(String hostAddress) {
    this.hostAddress = hostAddress;
  }

  /** The address of a port with these bindings; empty if other hosts cannot reach it. */
  Optional<HostAndPort> of(List<HostAndPort> bindings) {
    // Only the first binding counts, but the engine lists one for each family where a port is
    // published on every address, and old engines give the two different numbers.
    HostAndPort binding =
        bindings.stream()
            .filter(b -> isWildcard(b) && isIpv6(b.host()) == isIpv6(hostAddress))
            .findFirst()
            .filter(b -> isWildcard(bindings.get(0)))
            .orElse(bindings.get(0));
    String address = isWildcard(binding) ? hostAddress : binding.host();
    return IpLiteral.isReachable(address)
        ? Optional.of(new HostAndPort(address, binding.port()))
        : Optional.empty();
  }

  private static boolean isWildcard(HostAndPort binding) {
    return binding.host().equals("0.0.0.0") || binding.host().equals("::");
  }

  private static boolean isIpv6(String address) {
    return address.contains(":");
  }
}
