package io.viking.docker.engine;

import com.github.dockerjava.api.model.Network;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads addresses from an engine's answer about a network. */
final class Bridges {
  private static final String CONTAINERS_REACH_EACH_OTHER = "com.docker.network.bridge.enable_icc";
  private static final String INTERFACE = "com.docker.network.bridge.name";
  private static final int ID_DIGITS = 12;

  private Bridges() {}

  static BridgeGateways gateways(Network network) {
    List<String> addresses =
        Stream.ofNullable(network.getIpam())
            .flatMap(ipam -> Stream.ofNullable(ipam.getConfig()))
            .flatMap(List::stream)
            .flatMap(config -> gateway(config.getGateway(), config.getSubnet()))
            .map(Bridges::withoutPrefix)
            .filter(address -> !address.isEmpty())
            .toList();
    return new BridgeGateways(
        first(addresses.stream().filter(address -> !address.contains(":"))),
        first(addresses.stream().filter(address -> address.contains(":"))));
  }

  /** Engine 20.10 names no gateway for a bridge it chose itself: it takes the first address. */
  private static Stream<String> gateway(@Nullable String gateway, @Nullable String subnet) {
    if (gateway != null && !gateway.isEmpty()) {
      return Stream.of(gateway);
    }
    // The engine's own choices end in .0 (172.17.0.0/16); anything else is not guessed.
    return subnet != null && subnet.matches("[0-9.]+\\.0/[0-9]+")
        ? Stream.of(subnet.replaceFirst("0/[0-9]+$", "1"))
        : Stream.empty();
  }

  /** The networks in which containers reach each other, by their shortened ids. */
  static Set<String> connecting(List<Network> networks) {
    return networks.stream()
        .filter(network -> network.getId() != null)
        .filter(
            network ->
                network.getOptions() == null
                    || !"false".equals(network.getOptions().get(CONTAINERS_REACH_EACH_OTHER)))
        .map(Bridges::shortId)
        .collect(Collectors.toSet());
  }

  /** The interfaces of the bridge networks: as it was asked for, else {@code br-} and the id. */
  static Set<String> interfaces(List<Network> networks) {
    return networks.stream()
        .filter(network -> "bridge".equals(network.getDriver()))
        .map(
            network ->
                network.getOptions() == null
                    ? "br-" + shortId(network)
                    : network.getOptions().getOrDefault(INTERFACE, "br-" + shortId(network)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String shortId(Network network) {
    return network.getId().substring(0, Math.min(ID_DIGITS, network.getId().length()));
  }

  private static Optional<String> first(Stream<String> addresses) {
    return addresses.findFirst();
  }

  /** Engine 20.10 answers {@code fd00::1/64} for a bridge that was given with its prefix. */
  private static String withoutPrefix(String address) {
    int slash = address.indexOf('/');
    return slash < 0 ? address : address.substring(0, slash);
  }
}
