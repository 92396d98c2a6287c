package io.viking.docker.engine;

import com.github.dockerjava.api.model.Network;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads addresses from an engine's answer about a network. */
final class Bridges {
  private Bridges() {}

  static BridgeGateways gateways(Network network) {
    List<String> addresses =
        Stream.ofNullable(network.getIpam())
            .flatMap(ipam -> Stream.ofNullable(ipam.getConfig()))
            .flatMap(List::stream)
            .flatMap(config -> Stream.ofNullable(config.getGateway()))
            .map(Bridges::withoutPrefix)
            .filter(address -> !address.isEmpty())
            .toList();
    return new BridgeGateways(
        first(addresses.stream().filter(address -> !address.contains(":"))),
        first(addresses.stream().filter(address -> address.contains(":"))));
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
