package io.viking.docker.ambassador;

import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** The addresses of a {@link LabHost}, of one IP family. */
enum LabNet {
  IPV4("ip", "172.31.0.", "172.32.0.", "10.77.0.", 24),
  IPV6("ip6", "fd31::", "fd32::", "fd77::", 64);

  /** How nft calls the family. */
  final String family;

  private final String near;
  private final String apart;
  private final String outside;
  private final int prefix;

  LabNet(String family, String near, String apart, String outside, int prefix) {
    this.family = family;
    this.near = near;
    this.apart = apart;
    this.outside = outside;
    this.prefix = prefix;
  }

  /** The host's address on the bridge {@code br0}. */
  String gateway() {
    return near + 1;
  }

  /** The host's address on the bridge {@code br1}. */
  String otherGateway() {
    return apart + 1;
  }

  String gateway(String bridge) {
    return bridge.equals("br0") ? gateway() : otherGateway();
  }

  /** The host's address that other hosts know. */
  String host() {
    return outside + 1;
  }

  /** An address of the other host; it has 2 and 3. */
  String remote(int number) {
    return outside + number;
  }

  /** The address of a container. */
  String container(String name) {
    return switch (name) {
      case "web" -> near + 2;
      case "two" -> near + 3;
      case "three" -> near + 4;
      default -> apart + 2;
    };
  }

  /** All containers of that bridge. */
  String subnet(String bridge) {
    return (bridge.equals("br0") ? near : apart) + (this == IPV4 ? "0/" : "/") + prefix;
  }

  /** An address as {@code ip} takes it for an interface. */
  String onInterface(String address) {
    return address + "/" + prefix;
  }

  /** An address without neighbours. */
  String alone(String address) {
    return address + (this == IPV4 ? "/32" : "/128");
  }

  /** An address and port as {@code nft} takes them. */
  String target(String address, int port) {
    return (this == IPV4 ? address : "[" + address + "]") + ":" + port;
  }

  static InetAddress address(String literal) {
    try {
      return InetAddress.getByName(literal);
    } catch (UnknownHostException e) {
      throw new UncheckedIOException(e);
    }
  }
}
