package io.viking.docker.agent;

import io.viking.docker.ambassador.Ambassador;
import io.viking.docker.ambassador.AmbassadorOptions;
import io.viking.docker.ambassador.AmbassadorStatus;
import io.viking.docker.ambassador.PassedSockets;
import io.viking.docker.ambassador.PortKey;
import io.viking.docker.ambassador.ServiceTraffic;
import io.viking.docker.ambassador.Topology;
import io.viking.docker.registrar.HostView;
import io.viking.model.InstanceId;
import io.viking.ports.Endpoint;
import io.viking.ports.EndpointSnapshot;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ambassadors of a host, one for each address that its bridge has, all told the same. An
 * address may come, change and go.
 *
 * <p>Safe for use by several threads.
 */
final class Ambassadors implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Ambassadors.class);
  private static final Duration DRAIN_GRACE = Duration.ofSeconds(2);

  private final Function<InetAddress, AmbassadorOptions> options;
  private final Clock clock;
  private final Map<InetAddress, Ambassador> byAddress = new LinkedHashMap<>();
  private final LinkChanges links = new LinkChanges();
  private final DepartedEndpoints departed = new DepartedEndpoints();

  /** Whether the store was heard of, and not only the table that was left by an earlier process. */
  private boolean current;

  /** Others keep their containers apart, or nobody has looked yet. */
  private Set<String> connecting = Set.of();

  private HostView view = HostView.empty();
  private final Runnable onChange;
  private PassedSockets passed = PassedSockets.none();
  private LinkTable table = LinkTable.empty();

  /** Whether the table's permissions count; those of an earlier process may be out of date. */
  private boolean permitting = true;

  /**
   * @param onChange called whenever {@link #table} may have changed; must not wait for anything
   */
  Ambassadors(Function<InetAddress, AmbassadorOptions> options, Runnable onChange, Clock clock) {
    this.options = options;
    this.onChange = onChange;
    this.clock = clock;
  }

  /** Works by an earlier process's table until it is told something newer. */
  synchronized void begin(LinkTable known, boolean permissionsCount) {
    table = known.at(Set.of());
    permitting = permissionsCount;
    bind(known.addresses());
  }

  /**
   * Works with the sockets of another process that has not let go of them: by that view of the
   * host, and by that process's table for the rest.
   *
   * @param permissionsCount whether the table's permissions do where there is no view yet
   */
  synchronized void begin(
      LinkTable known, PassedSockets sockets, Optional<HostView> seen, boolean permissionsCount) {
    passed = sockets;
    view = seen.orElse(view);
    begin(seen.map(known::with).orElse(known), seen.isPresent() || permissionsCount);
  }

  /** Tries at once to open what could not be opened. */
  synchronized void retry() {
    byAddress.values().forEach(Ambassador::retry);
  }

  /** All of them. */
  synchronized List<Ambassador> all() {
    return List.copyOf(byAddress.values());
  }

  /**
   * Whether the permissions of {@link #begin} count. Without meaning once a view was told.
   *
   * @return whether that is a change
   */
  synchronized boolean permitting(boolean permissionsCount) {
    if (permitting == permissionsCount) {
      return false;
    }
    permitting = permissionsCount;
    byAddress.values().forEach(ambassador -> ambassador.permissions(permissions()));
    return true;
  }

  /** What they work by. */
  synchronized LinkTable table() {
    return table;
  }

  private Map<InetAddress, Set<Integer>> permissions() {
    return permitting ? table.permissions() : Map.of();
  }

  /** Listens on exactly these addresses. */
  synchronized void bind(Set<InetAddress> addresses) {
    List<InetAddress> gone = new ArrayList<>(byAddress.keySet());
    gone.removeAll(addresses);
    for (InetAddress address : gone) {
      LOG.info("no longer listening on {}", address.getHostAddress());
      Ambassador removed = byAddress.remove(address);
      if (removed != null) {
        removed.close();
      }
    }
    for (InetAddress address : addresses) {
      if (!byAddress.containsKey(address)) {
        LOG.info("listening on {}", address.getHostAddress());
        Ambassador added = Ambassador.start(options.apply(address), passed);
        byAddress.put(address, added);
        tell(added);
      }
    }
    if (!table.addresses().equals(addresses)) {
      changed(table.at(addresses));
    }
  }

  private void changed(LinkTable next) {
    table = next;
    onChange.run();
  }

  /** All of them, by the address that each listens on. */
  synchronized Map<InetAddress, Ambassador> byAddress() {
    return Map.copyOf(byAddress);
  }

  /** Takes over a view of the host. */
  synchronized void view(HostView next) {
    Instant told = clock.instant();
    permitting = true;
    view = next;
    changed(table.with(next));
    byAddress.values().forEach(this::tell);
    links.applied(table, told, clock.instant());
  }

  /**
   * Takes over the cluster's endpoints.
   *
   * @param told when the store has told of them
   * @return when new connections go by them
   */
  synchronized Instant endpoints(EndpointSnapshot next, Instant told) {
    departed.changed(table.endpoints(), next);
    current = true;
    changed(table.with(next));
    EndpointSnapshot all = table.snapshot();
    byAddress.values().forEach(ambassador -> ambassador.endpoints(all));
    Instant now = clock.instant();
    links.applied(table, told, now);
    return now;
  }

  /**
   * Those of these instances to which the store's endpoints do not lead any more, each with the
   * endpoints that it had; none while the store was not heard of.
   */
  synchronized Map<InstanceId, Set<Endpoint>> departed(Set<InstanceId> instances) {
    return current ? departed.of(instances, table.endpoints()) : Map.of();
  }

  /** All endpoints that are gone, as far as they are remembered. */
  synchronized List<Endpoint> departed() {
    return departed.all();
  }

  /** Takes note of endpoints that went before this process was told of any. */
  synchronized void remember(List<Endpoint> gone) {
    gone.forEach(departed::remember);
  }

  /** The last change of each service that is listened for, sorted by name. */
  synchronized Map<String, LinkTimes> links() {
    return links.all();
  }

  // The topology before the permissions: the kernel path judges a source by its network.
  // Permissions before listeners: a port is never open to someone who has lost it.
  private void tell(Ambassador ambassador) {
    ambassador.topology(topology());
    ambassador.permissions(permissions());
    ambassador.endpoints(table.snapshot());
    ambassador
        .listeners(keys(table.listeners()))
        .forEach((port, problem) -> LOG.warn("port {} is not open yet: {}", port, problem));
  }

  /** Takes over in which networks containers reach each other. */
  synchronized void connecting(Set<String> networks) {
    if (!networks.equals(connecting)) {
      connecting = Set.copyOf(networks);
      byAddress.values().forEach(ambassador -> ambassador.topology(topology()));
    }
  }

  private Topology topology() {
    Topology.Builder topology = Topology.builder().published(view.published());
    view.networks()
        .forEach(
            (address, network) ->
                topology.putNetworks(
                    address,
                    connecting.contains(network)
                        ? network
                        : "alone-" + HexFormat.of().formatHex(address.getAddress())));
    return topology.build();
  }

  private static Map<PortKey, String> keys(Map<Integer, String> listeners) {
    Map<PortKey, String> keys = new TreeMap<>();
    listeners.forEach(
        (port, name) ->
            keys.put(name.endsWith("_udp") ? PortKey.udp(port) : PortKey.tcp(port), name));
    return keys;
  }

  /** What each does, by the address that it listens on. */
  synchronized Map<String, AmbassadorStatus> status() {
    Map<String, AmbassadorStatus> status = new TreeMap<>();
    byAddress.forEach(
        (address, ambassador) -> status.put(address.getHostAddress(), ambassador.status()));
    return status;
  }

  /** What went to each service, by each address by itself. */
  synchronized List<ServiceTraffic> traffic() {
    return byAddress.values().stream().flatMap(one -> one.traffic().stream()).toList();
  }

  /** Stops to listen before it returns; completes when no connection is left, or the time over. */
  synchronized CompletableFuture<Void> drain() {
    return CompletableFuture.allOf(
        byAddress.values().stream()
            .map(one -> one.drain().toCompletableFuture())
            .toArray(CompletableFuture[]::new));
  }

  /** Stops to listen, lets open connections end within that time, and closes. */
  void drainAndClose(Duration drainTime) {
    try {
      drain().get(drainTime.plus(DRAIN_GRACE).toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("connections were still open when the agent stopped", e);
    }
    close();
  }

  @Override
  public void close() {
    bind(Set.of());
  }
}
