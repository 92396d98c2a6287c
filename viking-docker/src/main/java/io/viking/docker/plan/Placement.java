package io.viking.docker.plan;

import io.viking.model.Host;
import io.viking.model.InstanceId;
import io.viking.model.Job;
import io.viking.model.ServiceName;
import io.viking.model.placement.ClusterLoad;
import io.viking.model.placement.PlacementRequest;
import io.viking.model.placement.Resources;
import io.viking.model.placement.Scheduler;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Finds hosts for instances while a plan is made; counts the instances it has placed. */
final class Placement {
  /** No host is named so. */
  private static final String NOWHERE = "";

  private final ActualState actual;
  private final Scheduler scheduler;
  private final VolumeHomes volumes;
  private final Map<String, ActualHost> hosts = new HashMap<>();
  private final ClusterLoad cluster = new ClusterLoad();
  private @Nullable PlacementRequest open;

  Placement(ActualState actual, Scheduler scheduler) {
    this.actual = actual;
    this.scheduler = scheduler;
    volumes = new VolumeHomes(actual);
    for (ActualHost host : actual.hosts()) {
      String name = host.host().name();
      hosts.put(name, host);
      cluster.addHost(host.host(), host.state(), host.capacity());
      host.instances().forEach(instance -> cluster.place(name, instance.id(), instance.asked()));
    }
  }

  /** Takes an instance that is to be removed off its host's load. */
  void release(Removal removal) {
    cluster.release(removal.host().name(), removal.instance());
    open = null;
  }

  /**
   * A host for one more instance of that service; empty if no host may run it.
   *
   * @throws PlacementException if the scheduler chose a host that may not
   */
  Optional<ActualHost> find(ServiceName service, Job job) {
    PlacementRequest request = request(service, job);
    if (request.isEmpty()) {
      return Optional.empty();
    }
    Host chosen = scheduler.place(request);
    return cluster
        .host(chosen.name())
        .filter(load -> load.host().equals(chosen) && request.allows(load))
        .flatMap(load -> Optional.ofNullable(hosts.get(chosen.name())))
        .or(
            () -> {
              throw new PlacementException(
                  service,
                  "the scheduler placed service '"
                      + service.path()
                      + "' on host '"
                      + chosen
                      + "', which is not one of its candidates.");
            });
  }

  /** Counts an instance on the host that was found for it. */
  void put(ActualHost host, InstanceId instance, Job job, Resources asked) {
    String name = host.host().name();
    cluster.place(name, instance, asked);
    volumes.claim(instance.service(), job, name);
  }

  /**
   * The host that has a volume of the job and cannot be used now, in words; empty if that is not
   * what keeps the job from running.
   */
  Optional<String> awaitedHome(ServiceName service, Job job) {
    for (Map.Entry<String, String> home : volumes.of(service, job).entrySet()) {
      ActualHost host = hosts.get(home.getValue());
      if (host != null && host.state().fault().isPresent()) {
        return Optional.of(
            home.getValue()
                + " "
                + host.state().fault().get()
                + ", and has volume '"
                + home.getKey()
                + "'");
      }
    }
    return Optional.empty();
  }

  /** Why no host may run an instance of that service. */
  PlacementException refusal(ServiceName service, Job job) {
    return new Refusal(service, job, volumes.of(service, job)).of(actual, cluster);
  }

  private PlacementRequest request(ServiceName service, Job job) {
    Set<String> homes = new TreeSet<>(volumes.of(service, job).values());
    if (!homes.isEmpty()) {
      String home = homes.size() == 1 ? homes.iterator().next() : NOWHERE;
      return cluster.requestOn(home, service, job);
    }
    PlacementRequest request = open;
    if (request == null || !request.service().equals(service)) {
      request = cluster.request(service, job);
      open = request;
    }
    return request;
  }
}
