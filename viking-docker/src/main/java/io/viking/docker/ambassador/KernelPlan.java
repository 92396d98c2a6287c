package io.viking.docker.ambassador;

import io.netty.util.NetUtil;
import io.viking.model.Protocol;
import io.viking.ports.Endpoint;
import io.viking.ports.EndpointSnapshot;
import io.viking.ports.HostAndPort;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.immutables.value.Value;

/** What an ambassador knows, and the {@link KernelTable} that follows from it. Pure. */
@Value.Immutable
abstract class KernelPlan {
  KernelPlan() {}

  /** The address listened on. */
  abstract InetAddress gateway();

  /** The registry name behind each port. */
  abstract Map<PortKey, String> services();

  /** Where services answer. */
  @Value.Default
  EndpointSnapshot endpoints() {
    return EndpointSnapshot.empty();
  }

  /** The ports that each source may use. */
  abstract Map<InetAddress, Set<Integer>> permitted();

  /** Where this host's containers are. */
  @Value.Default
  Topology topology() {
    return Topology.empty();
  }

  /** The addresses of this host itself. */
  abstract Set<InetAddress> hostAddresses();

  static Builder builder() {
    return new Builder();
  }

  /** A builder that begins with all of this. */
  final Builder change() {
    Builder same = builder();
    same.from(this);
    return same;
  }

  static final class Builder extends ImmutableKernelPlan.Builder {}

  /** The table in which every endpoint is thought to accept connections. */
  final KernelTable table() {
    SortedMap<KernelChain, List<InetSocketAddress>> chains = new TreeMap<>();
    SortedMap<KernelLink, KernelChain> links = new TreeMap<>();
    permitted()
        .forEach(
            (source, ports) -> {
              if (isOurFamily(source)) {
                for (int port : ports) {
                  link(source, port, chains, links);
                }
              }
            });
    return new KernelTable(gateway(), chains, links);
  }

  private void link(
      InetAddress source,
      int port,
      SortedMap<KernelChain, List<InetSocketAddress>> chains,
      SortedMap<KernelLink, KernelChain> links) {
    String service = services().get(PortKey.tcp(port));
    if (service != null) {
      KernelChain chain = new KernelChain(port, topology().networks().getOrDefault(source, ""));
      List<InetSocketAddress> targets =
          chains.computeIfAbsent(chain, missing -> targets(service, missing.network()));
      // A bridge whose frames are filtered sends none back to where it came from.
      if (targets.stream().noneMatch(target -> target.getAddress().equals(source))) {
        links.put(new KernelLink(source, port), chain);
      }
    }
  }

  /** Nothing if one endpoint is out of the kernel's reach: it would get no connection at all. */
  private List<InetSocketAddress> targets(String service, String network) {
    List<InetSocketAddress> targets = new ArrayList<>();
    for (Endpoint endpoint : endpoints().of(service)) {
      Optional<InetSocketAddress> target =
          resolved(endpoint.address()).flatMap(address -> from(network, address));
      if (target.isEmpty()) {
        return List.of();
      }
      targets.add(target.get());
    }
    return targets.stream()
        .distinct()
        .sorted(
            (one, other) ->
                new KernelLink(one.getAddress(), one.getPort())
                    .compareTo(new KernelLink(other.getAddress(), other.getPort())))
        .toList();
  }

  /** Whether that service is reached by UDP, which the kernel's table leaves to the relay. */
  final boolean isUdp(String service) {
    return services().entrySet().stream()
        .anyMatch(
            entry -> entry.getKey().protocol() == Protocol.UDP && entry.getValue().equals(service));
  }

  /** How connections that were taken to that endpoint are told from others. */
  final Set<KernelFlow> flows(Endpoint endpoint) {
    Set<InetSocketAddress> forms = forms(endpoint.address());
    Set<KernelFlow> flows = new HashSet<>();
    services()
        .forEach(
            (port, service) -> {
              if (port.protocol() == Protocol.TCP && service.equals(endpoint.service())) {
                InetSocketAddress listened = new InetSocketAddress(gateway(), port.port());
                forms.forEach(form -> flows.add(new KernelFlow(listened, form)));
              }
            });
    return flows;
  }

  /** The addresses that answer for an endpoint: its own, or those of a container of this host. */
  final Set<InetSocketAddress> forms(HostAndPort address) {
    Set<InetSocketAddress> forms = new HashSet<>();
    resolved(address)
        .ifPresent(
            itself -> {
              forms.add(itself);
              forms.addAll(topology().published().getOrDefault(itself, Set.of()));
            });
    forms.removeIf(form -> !isOurFamily(form.getAddress()));
    return forms;
  }

  static Optional<InetSocketAddress> resolved(HostAndPort address) {
    return Optional.ofNullable(NetUtil.createInetAddressFromIpAddressString(address.host()))
        .map(ip -> new InetSocketAddress(ip, address.port()));
  }

  /** The address at which packets from that network reach an endpoint. */
  private Optional<InetSocketAddress> from(String network, InetSocketAddress address) {
    Set<InetSocketAddress> container = topology().published().get(address);
    if (container != null) {
      return container.stream()
          .filter(own -> isOurFamily(own.getAddress()) && isOn(network, own.getAddress()))
          .findFirst();
    }
    InetAddress ip = address.getAddress();
    boolean far = !hostAddresses().contains(ip) && !topology().networks().containsKey(ip);
    return isOurFamily(ip) && isRoutable(ip) && (far || isOn(network, ip))
        ? Optional.of(address)
        : Optional.empty();
  }

  private boolean isOn(String network, InetAddress address) {
    return !network.isEmpty() && network.equals(topology().networks().get(address));
  }

  private boolean isOurFamily(InetAddress address) {
    return address.getClass() == gateway().getClass();
  }

  private static boolean isRoutable(InetAddress address) {
    return !address.isLoopbackAddress()
        && !address.isAnyLocalAddress()
        && !address.isLinkLocalAddress()
        && !address.isMulticastAddress();
  }
}
