package io.viking.docker.registrar;

import io.viking.docker.engine.ContainerFacts;
import io.viking.model.ExposedPort;
import io.viking.model.Protocol;
import io.viking.ports.HostAndPort;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Reads where containers are and where they are published. Used once. */
final class TopologyReader {
  private static final int ID_DIGITS = 12;

  private final PublishedAddress publishedAddress;
  // Sorted by text: neither kind of address has an order of its own.
  private final Map<InetAddress, String> networks =
      new TreeMap<>(Comparator.comparing(InetAddress::getHostAddress));
  private final Map<InetSocketAddress, Set<InetSocketAddress>> published =
      new TreeMap<>(Comparator.comparing(InetSocketAddress::toString));
  private final Set<InetAddress> seen = new HashSet<>();

  TopologyReader(String publishAddress) {
    this.publishedAddress = new PublishedAddress(publishAddress);
  }

  void read(List<ContainerFacts> containers) {
    containers.stream().filter(LinkReader::hasProcess).forEach(this::place);
    containers.stream().filter(LinkReader::hasProcess).forEach(this::publish);
  }

  Map<InetAddress, String> networks() {
    return networks;
  }

  Map<InetSocketAddress, Set<InetSocketAddress>> published() {
    return published;
  }

  private void place(ContainerFacts container) {
    container
        .networks()
        .forEach(
            (text, network) ->
                IpLiteral.parse(text)
                    .ifPresent(
                        address -> {
                          // One of two containers with one address is old news: believe neither.
                          if (!seen.add(address)) {
                            networks.remove(address);
                          } else {
                            networks.put(address, shortened(network));
                          }
                        }));
  }

  private static String shortened(String id) {
    return id.substring(0, Math.min(ID_DIGITS, id.length()));
  }

  private void publish(ContainerFacts container) {
    container
        .published()
        .forEach(
            (port, bindings) -> {
              if (port.protocol() == Protocol.TCP && !bindings.isEmpty()) {
                address(bindings)
                    .ifPresent(address -> published.put(address, own(container, port)));
              }
            });
  }

  private Optional<InetSocketAddress> address(List<HostAndPort> bindings) {
    return publishedAddress
        .of(bindings)
        .flatMap(
            address ->
                IpLiteral.parse(address.host())
                    .map(ip -> new InetSocketAddress(ip, address.port())));
  }

  private Set<InetSocketAddress> own(ContainerFacts container, ExposedPort port) {
    return container.networks().keySet().stream()
        .flatMap(text -> IpLiteral.parse(text).stream())
        .filter(networks::containsKey)
        .map(ip -> new InetSocketAddress(ip, port.number()))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }
}
