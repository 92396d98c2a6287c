package io.viking.docker;

import io.viking.model.Host;
import io.viking.model.InstanceId;
import io.viking.ports.ClusterStore;
import io.viking.ports.Endpoint;
import io.viking.ports.Subscription;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The agents of hosts in memory: they take back the endpoints of instances that are to be removed,
 * and tell how many connections these have left, none unless a test says otherwise. Safe for use by
 * several threads.
 */
final class FakeAgents implements AutoCloseable {
  private final ClusterStore store;
  private final List<Host> hosts;
  private final Map<InstanceId, Integer> open = new HashMap<>();
  private final List<Set<InstanceId>> seen = new ArrayList<>();
  private Set<InstanceId> departing = Set.of();
  private int each;
  private final Subscription watch;

  private FakeAgents(ClusterStore store, List<Host> hosts) {
    this.store = store;
    this.hosts = hosts;
    this.watch = store.departures().watch(this::depart);
  }

  /** Agents that tell from now on what is asked of them. */
  static FakeAgents on(ClusterStore store, Host... hosts) {
    return new FakeAgents(store, List.of(hosts));
  }

  /** Each instance that departs from now on has so many connections until told otherwise. */
  synchronized void connections(int count) {
    each = count;
  }

  /** That instance has so many connections. */
  synchronized void connections(InstanceId instance, int count) {
    open.put(instance, count);
    report();
  }

  /** Every set of instances that was to be removed at one time. */
  synchronized List<Set<InstanceId>> seen() {
    return List.copyOf(seen);
  }

  private synchronized void depart(Set<InstanceId> announced) {
    departing = new HashSet<>(announced);
    seen.add(Set.copyOf(announced));
    announced.forEach(instance -> open.putIfAbsent(instance, each));
    store.endpoints().snapshot().byService().values().stream()
        .flatMap(List::stream)
        .filter(endpoint -> announced.stream().anyMatch(instance -> isOf(endpoint, instance)))
        .forEach(endpoint -> store.endpoints().deregister(endpoint.service(), endpoint.id()));
    report();
  }

  private static boolean isOf(Endpoint endpoint, InstanceId instance) {
    return endpoint.id().endsWith("_" + instance.pid());
  }

  private void report() {
    Map<InstanceId, Integer> report = new HashMap<>(open);
    report.keySet().retainAll(departing);
    hosts.forEach(host -> store.departures().report(host.name(), report));
  }

  @Override
  public void close() {
    watch.close();
  }
}
