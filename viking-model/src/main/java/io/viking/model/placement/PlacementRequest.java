package io.viking.model.placement;

import io.viking.model.Job;
import io.viking.model.ServiceName;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * One instance that needs a host, and the hosts as they are at that moment: a live view, which a
 * scheduler reads while it is asked and does not keep.
 */
public final class PlacementRequest {
  private final ServiceName service;
  private final Job job;
  private final Resources asked;
  private final NavigableSet<HostLoad> eligible;
  private final Collection<HostLoad> hosts;

  /** How many eligible hosts have so many instances of the service; empty until asked for. */
  private final Map<Integer, Integer> hostsByCount = new HashMap<>();

  private int fewest;

  /**
   * @param eligible the hosts that are schedulable and have the job's tags, least loaded first;
   *     changes as loads do
   */
  PlacementRequest(
      ServiceName service, Job job, NavigableSet<HostLoad> eligible, Collection<HostLoad> hosts) {
    this.service = service;
    this.job = job;
    this.asked = Resources.of(job);
    this.eligible = Collections.unmodifiableNavigableSet(eligible);
    this.hosts = hosts;
  }

  /** The service that the instance belongs to. */
  public ServiceName service() {
    return service;
  }

  /** That service's job. */
  public Job job() {
    return job;
  }

  /** What the instance asks for. */
  public Resources asked() {
    return asked;
  }

  /**
   * The hosts it may run on, sorted by name; never empty when a scheduler is asked. They answer and
   * are not drained, have the job's tags, hold its volumes, and have room for what it asks for.
   */
  public List<HostLoad> candidates() {
    return eligible.stream()
        .filter(load -> load.hasRoomFor(asked))
        .sorted(Comparator.comparing(load -> load.host().name()))
        .toList();
  }

  /** The candidates, least loaded first; taking the first few costs little in a large cluster. */
  public Iterable<HostLoad> leastLoadedFirst() {
    return () -> new Fitting(eligible.iterator(), asked);
  }

  /** Whether no host may run it. */
  public boolean isEmpty() {
    return !leastLoadedFirst().iterator().hasNext();
  }

  /** Whether that host is a candidate. */
  public boolean allows(HostLoad load) {
    return eligible.contains(load) && load.hasRoomFor(asked);
  }

  /**
   * A number that no candidate's instances of the service are below: a host that has as few is one
   * of those that have fewest.
   */
  public int fewest() {
    if (hostsByCount.isEmpty()) {
      eligible.forEach(load -> hostsByCount.merge(load.instancesOf(service), 1, Integer::sum));
      fewest = hostsByCount.keySet().stream().min(Comparator.naturalOrder()).orElse(0);
    }
    return fewest;
  }

  /** All hosts, sorted by name, those that may not run it included. */
  public Collection<HostLoad> hosts() {
    return hosts;
  }

  /** One more instance of the service is on that host. */
  void grew(HostLoad load) {
    if (!hostsByCount.isEmpty() && eligible.contains(load)) {
      int now = load.instancesOf(service);
      hostsByCount.merge(now, 1, Integer::sum);
      hostsByCount.computeIfPresent(now - 1, (any, n) -> n == 1 ? null : n - 1);
      while (!hostsByCount.containsKey(fewest)) {
        fewest++;
      }
    }
  }

  @Override
  public String toString() {
    return "a host for " + service.path() + " (" + asked + ")";
  }

  /** Those of the hosts that have room. Written out, since it is made for every instance. */
  private static final class Fitting implements Iterator<HostLoad> {
    private final Iterator<HostLoad> hosts;
    private final Resources asked;
    private @Nullable HostLoad next;

    Fitting(Iterator<HostLoad> hosts, Resources asked) {
      this.hosts = hosts;
      this.asked = asked;
    }

    @Override
    public boolean hasNext() {
      while (next == null && hosts.hasNext()) {
        HostLoad load = hosts.next();
        next = load.hasRoomFor(asked) ? load : null;
      }
      return next != null;
    }

    @Override
    public HostLoad next() {
      HostLoad found = hasNext() ? next : null;
      if (found == null) {
        throw new NoSuchElementException("no other host has room");
      }
      next = null;
      return found;
    }
  }
}
