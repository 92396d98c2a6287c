package io.viking.docker.firewall;

import io.viking.docker.registrar.IpLiteral;
import io.viking.model.ExposedPort;
import io.viking.model.Host;
import io.viking.ports.HostAndPort;
import java.net.InetAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/** Who belongs to a cluster, from its hosts and its etcd members. Pure but for names' look-up. */
public final class ClusterMembers {
  private ClusterMembers() {}

  /**
   * Whether rules can be made from that host, which others have written: its address, if it has
   * one, is one IP address, and its engine's is a URL.
   */
  public static boolean isUsable(Host host) {
    try {
      addTo(Perimeter.builder(), List.of(host), List.of(), name -> List.of());
      return host.address().stream().noneMatch(address -> address.contains("/"));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /**
   * Adds the addresses of hosts and of etcd members, and the ports of both.
   *
   * @param etcd the members, each {@code host:port} or a URL
   * @param names from the name of a member to its addresses; none where they are not known
   */
  public static void addTo(
      Perimeter.Builder perimeter,
      Collection<Host> hosts,
      Collection<String> etcd,
      Function<String, List<InetAddress>> names) {
    List<PortSpan> ports = new ArrayList<>(Perimeter.builder().build().controlPorts());
    for (Host host : hosts) {
      host.address().map(AddressBlock::parse).ifPresent(perimeter::addTrusted);
      if (host.engine().startsWith("tcp://")) {
        int port = URI.create(host.engine()).getPort();
        if (port > 0) {
          ports.add(PortSpan.of(ExposedPort.tcp(port)));
        }
      }
    }
    for (String member : etcd) {
      HostAndPort at =
          HostAndPort.parse(member.replaceFirst("^https?://", "").replaceFirst("/$", ""));
      ports.add(PortSpan.of(ExposedPort.tcp(at.port())));
      IpLiteral.parse(at.host())
          .map(List::of)
          .orElseGet(() -> names.apply(at.host()))
          .forEach(address -> perimeter.addTrusted(AddressBlock.of(address)));
    }
    perimeter.controlPorts(ports);
  }
}
