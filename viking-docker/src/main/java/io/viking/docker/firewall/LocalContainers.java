package io.viking.docker.firewall;

import io.viking.docker.engine.EngineClient;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What there is to protect on this host, from its engine and its interfaces. */
public final class LocalContainers {
  private LocalContainers() {}

  /**
   * Adds the interfaces of the engine's networks, this host's addresses on them, and the ports on
   * which containers are published.
   *
   * @throws io.viking.docker.engine.EngineException if the engine does not answer
   */
  public static void addTo(Perimeter.Builder perimeter, EngineClient engine) {
    Set<String> bridges = engine.bridgeInterfaces();
    bridges(perimeter, bridges);
    engine.summaries().stream()
        .flatMap(container -> container.published().stream())
        .map(PortSpan::of)
        .forEach(perimeter::addPublished);
  }

  /** Adds those interfaces, and this host's addresses on them. */
  public static void bridges(Perimeter.Builder perimeter, Iterable<String> bridges) {
    for (String bridge : bridges) {
      perimeter.addBridgeNames(bridge);
      addresses(bridge).stream()
          // Nobody reaches it from another link (RFC 4291), and it is the same on many of them.
          .filter(address -> !address.isLinkLocalAddress())
          .map(AddressBlock::of)
          .forEach(perimeter::addGateways);
    }
  }

  private static List<InetAddress> addresses(String bridge) {
    try {
      return Optional.ofNullable(NetworkInterface.getByName(bridge)).stream()
          .flatMap(NetworkInterface::inetAddresses)
          .toList();
    } catch (SocketException e) {
      throw new FirewallException(
          "the addresses of " + bridge + " cannot be read: " + e.getMessage(), e);
    }
  }
}
