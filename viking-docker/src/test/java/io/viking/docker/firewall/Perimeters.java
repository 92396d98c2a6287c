package io.viking.docker.firewall;

import java.util.List;
import java.util.stream.Stream;

/** Perimeters for tests. */
final class Perimeters {
  private Perimeters() {}

  /** One of everything, of both IP families. */
  static Perimeter whole() {
    return of("10.0.0.1", "10.0.0.10", "fd00::1")
        .open(ports("22", "443", "8000-8010", "53/udp"))
        .published(ports("8080", "32768", "5353/udp"))
        .build();
  }

  /** A host with two bridges, of a cluster with these hosts. */
  static Perimeter.Builder of(String... hosts) {
    return Perimeter.builder()
        .trusted(Stream.of(hosts).map(AddressBlock::parse).toList())
        .addBridgeNames("docker0", "br-0123456789ab")
        .addGateways(AddressBlock.parse("172.17.0.1"), AddressBlock.parse("fd17::1"));
  }

  private static List<PortSpan> ports(String... texts) {
    return Stream.of(texts).map(PortSpan::parse).toList();
  }
}
