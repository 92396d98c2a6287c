package io.viking.docker.ambassador;

import io.viking.ports.EndpointSnapshot;
import io.viking.ports.HostAndPort;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What is known: which service is behind a port, where it answers, who may use it. Reads take no
 * lock; each setter replaces its part as a whole.
 */
final class Routing {
  private final Links links;
  private volatile Map<PortKey, String> services = Map.of();
  private volatile Set<String> names = Set.of();
  private volatile BackendView backends = BackendView.EMPTY;
  private volatile Map<InetAddress, Set<Integer>> permitted = Map.of();

  private volatile Consumer<InetSocketAddress> onFailure = any -> {};

  Routing(Links links) {
    this.links = links;
  }

  /** Tells whenever an endpoint could not be reached. */
  void onFailure(Consumer<InetSocketAddress> told) {
    onFailure = told;
  }

  void failed(Backend backend) {
    onFailure.accept(backend.address());
  }

  void services(Map<PortKey, String> byPort) {
    services = Map.copyOf(byPort);
    names = Set.copyOf(byPort.values());
  }

  synchronized void endpoints(EndpointSnapshot snapshot) {
    BackendView before = backends;
    BackendView next = before.next(snapshot);
    backends = next;
    // From here on a route either sees the new view, or has been counted by its backend.
    backends = next.keeping(before);
  }

  void permissions(Map<InetAddress, Set<Integer>> portsBySource) {
    Map<InetAddress, Set<Integer>> copy = new HashMap<>();
    portsBySource.forEach((source, ports) -> copy.put(source, Set.copyOf(ports)));
    permitted = copy;
  }

  /** Whether there is a port that leads to that service. */
  boolean isListenedFor(String service) {
    return names.contains(service);
  }

  Optional<String> service(PortKey port) {
    return Optional.ofNullable(services.get(port));
  }

  List<Backend> backends(String service) {
    return backends.of(service);
  }

  /** Whether that service's connections may go there. */
  boolean leadsTo(String service, HostAndPort address) {
    BackendView now = backends;
    return now.at(service, address).filter(now.of(service)::contains).isPresent();
  }

  /** How many of that service's connections to that address have to come to their end. */
  int lasting(String service, HostAndPort address, long now) {
    return backends.at(service, address).map(backend -> backend.lasting(now)).orElse(0);
  }

  /** Whether there is no permission at all, as before the host's containers were listed. */
  boolean knowsNobody() {
    return permitted.isEmpty();
  }

  Verdict verdict(InetAddress source, PortKey port) {
    if (links == Links.OPEN) {
      return Verdict.PERMITTED;
    }
    Set<Integer> ports = permitted.get(source);
    if (ports == null) {
      return Verdict.UNKNOWN;
    }
    return ports.contains(port.port()) ? Verdict.PERMITTED : Verdict.NOT_PERMITTED;
  }
}
