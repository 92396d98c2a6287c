package io.viking.docker.agent;

import io.viking.docker.registrar.HostView;
import io.viking.ports.Endpoint;
import io.viking.ports.EndpointSnapshot;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.immutables.value.Value;

/** All that a host's ambassadors need to work. Immutable. */
@Value.Immutable
abstract class LinkTable {
  /** The addresses listened on. */
  abstract Set<InetAddress> addresses();

  /** From each allocated port to the registry name behind it. */
  abstract Map<Integer, String> listeners();

  /** The endpoints that variables name by address; they win over others of their name. */
  abstract List<Endpoint> fixedEndpoints();

  /** From each source address to the ports that it may use. */
  abstract Map<InetAddress, Set<Integer>> permissions();

  /** The endpoints that the store has. */
  @Value.Default
  EndpointSnapshot endpoints() {
    return EndpointSnapshot.empty();
  }

  static Builder builder() {
    return new Builder();
  }

  /** A table that knows nothing. */
  static LinkTable empty() {
    return builder().build();
  }

  /** The same with what that view says. */
  LinkTable with(HostView view) {
    return builder()
        .from(this)
        .listeners(view.listeners())
        .fixedEndpoints(view.fixedEndpoints())
        .permissions(view.permissions())
        .build();
  }

  /** The same with these endpoints in the store. */
  LinkTable with(EndpointSnapshot snapshot) {
    return builder().from(this).endpoints(snapshot).build();
  }

  /** The same, listening on these addresses. */
  LinkTable at(Set<InetAddress> addresses) {
    return builder().from(this).addresses(addresses).build();
  }

  /** The endpoints of every name, those that are fixed included. */
  EndpointSnapshot snapshot() {
    if (fixedEndpoints().isEmpty()) {
      return endpoints();
    }
    List<Endpoint> all = new ArrayList<>(fixedEndpoints());
    Set<String> fixed = Set.copyOf(all.stream().map(Endpoint::service).distinct().toList());
    endpoints()
        .byService()
        .forEach(
            (service, some) -> {
              if (!fixed.contains(service)) {
                all.addAll(some);
              }
            });
    return EndpointSnapshot.of(endpoints().revision(), all);
  }

  static final class Builder extends ImmutableLinkTable.Builder {
    Builder() {}
  }
}
