package io.viking.docker.firewall;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/**
 * A port that is tried.
 *
 * @param door what kind of port it is
 * @param address where the one who tries finds it, an IP literal
 * @param port the number that is dialled
 */
record Target(Door door, String address, int port) {
  boolean udp() {
    return door == Door.PUBLISHED_UDP;
  }

  /** Whether it takes an engine that runs, at least for some who try. */
  boolean needsEngine() {
    return switch (door) {
      case PUBLISHED, PUBLISHED_UDP, OPENED, OPEN_NUMBER, ENGINE -> true;
      default -> false;
    };
  }

  InetSocketAddress at() throws UnknownHostException {
    return new InetSocketAddress(InetAddress.getByName(address), port);
  }

  String family() {
    return address.contains(":") ? "IPv6" : "IPv4";
  }
}
