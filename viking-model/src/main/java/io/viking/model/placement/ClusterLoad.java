package io.viking.model.placement;

import io.viking.model.Host;
import io.viking.model.InstanceId;
import io.viking.model.Job;
import io.viking.model.ServiceName;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What is on the hosts of a cluster while a plan is made: the planner writes it, a {@link
 * Scheduler} sees it through its {@link PlacementRequest}s. Not safe for use by several threads.
 *
 * <pre>{@code
 * ClusterLoad cluster = new ClusterLoad();
 * cluster.addHost(host, HostState.UP, Optional.of(new Resources(8L << 30, 4_000_000_000L)));
 * Host chosen = new SpreadScheduler().place(cluster.request(service, job));
 * cluster.place(chosen.name(), instance, Resources.of(job));
 * }</pre>
 *
 * <p>Hosts are kept in the order of their load, in one sorted set for each combination of tags that
 * is asked for: a change costs the logarithm of the number of hosts, and so does finding the least
 * loaded one.
 */
public final class ClusterLoad {
  private final NavigableMap<String, HostLoad> hosts = new TreeMap<>();
  private final Map<Set<String>, NavigableSet<HostLoad>> byTags = new HashMap<>();
  private @Nullable PlacementRequest open;

  /** A cluster without a host. */
  public ClusterLoad() {}

  /**
   * Adds a host on which nothing is yet.
   *
   * @param capacity what it has; empty if that is not known
   * @throws IllegalArgumentException if there is a host of that name
   */
  public ClusterLoad addHost(Host host, HostState state, Optional<Resources> capacity) {
    if (hosts.putIfAbsent(host.name(), new HostLoad(host, state, capacity)) != null) {
      throw new IllegalArgumentException("two hosts are named '" + host + "'");
    }
    if (!byTags.isEmpty()) {
      byTags.clear();
      hosts.values().forEach(load -> load.rankings.clear());
    }
    return this;
  }

  /** The hosts, sorted by name; unmodifiable. */
  public Collection<HostLoad> hosts() {
    return Collections.unmodifiableCollection(hosts.values());
  }

  /** The host of that name, or empty. */
  public Optional<HostLoad> host(String name) {
    return Optional.ofNullable(hosts.get(name));
  }

  /**
   * Puts an instance onto a host; one that is there already stays as it is.
   *
   * @param asked what it asks for
   * @throws IllegalArgumentException if there is no host of that name
   */
  public void place(String host, InstanceId instance, Resources asked) {
    HostLoad load = require(host);
    load.rankings.forEach(ranking -> ranking.remove(load));
    load.add(instance, asked);
    load.rankings.forEach(ranking -> ranking.add(load));
    if (open != null && open.service().equals(instance.service())) {
      open.grew(load);
    }
  }

  /**
   * Takes an instance off a host; one that is not there is no fault.
   *
   * @throws IllegalArgumentException if there is no host of that name
   */
  public void release(String host, InstanceId instance) {
    HostLoad load = require(host);
    load.rankings.forEach(ranking -> ranking.remove(load));
    load.remove(instance);
    load.rankings.forEach(ranking -> ranking.add(load));
    open = null;
  }

  /**
   * Asks for a host for the service's instances, one after the other: it sees what is placed after
   * it was made, and may be used until something is released.
   */
  public PlacementRequest request(ServiceName service, Job job) {
    open = new PlacementRequest(service, job, ranking(Set.copyOf(job.filter())), hosts());
    return open;
  }

  /**
   * The same, where only that host has what the job needs, so that it need not be steady; it may be
   * unknown here.
   */
  public PlacementRequest requestOn(String host, ServiceName service, Job job) {
    NavigableSet<HostLoad> only = new TreeSet<>(HostLoad.LEAST_LOADED_FIRST);
    host(host)
        .filter(load -> load.state().isUsable())
        .filter(load -> load.host().tags().containsAll(job.filter()))
        .ifPresent(only::add);
    return new PlacementRequest(service, job, only, hosts());
  }

  /** The schedulable hosts that have these tags, least loaded first. */
  private NavigableSet<HostLoad> ranking(Set<String> tags) {
    return byTags.computeIfAbsent(
        tags,
        any -> {
          NavigableSet<HostLoad> ranking = new TreeSet<>(HostLoad.LEAST_LOADED_FIRST);
          for (HostLoad load : hosts.values()) {
            if (load.state().isSchedulable() && load.host().tags().containsAll(tags)) {
              ranking.add(load);
              load.rankings.add(ranking);
            }
          }
          return ranking;
        });
  }

  private HostLoad require(String name) {
    return host(name)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no host '" + name + "'; known are " + hosts.keySet()));
  }
}
