package io.viking.docker.plan;

import io.viking.model.Host;
import io.viking.model.InstanceId;
import io.viking.model.Job;
import io.viking.model.ServiceName;
import io.viking.model.VolumeMount;
import io.viking.model.placement.HostLoad;
import io.viking.model.placement.PlacementRequest;
import io.viking.model.placement.Scheduler;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Finds hosts for instances while a plan is made; counts the instances it has placed. */
final class Placement {
  private final ActualState actual;
  private final Scheduler scheduler;
  private final Map<String, ActualHost> hosts = new LinkedHashMap<>();
  private final Map<String, List<InstanceId>> loads = new TreeMap<>();
  private final Map<String, String> claimedVolumes = new TreeMap<>();

  Placement(ActualState actual, Scheduler scheduler) {
    this.actual = actual;
    this.scheduler = scheduler;
    actual
        .hosts()
        .forEach(
            host -> {
              hosts.put(host.host().name(), host);
              loads.put(
                  host.host().name(),
                  new ArrayList<>(host.instances().stream().map(ActualInstance::id).toList()));
            });
  }

  /** Takes an instance that is to be removed off its host's load. */
  void release(Host host, InstanceId instance) {
    loads.getOrDefault(host.name(), new ArrayList<>()).remove(instance);
  }

  /** Whether the host may run that job: it has the tags asked for. */
  static boolean allows(Host host, Job job) {
    return host.tags().containsAll(job.filter());
  }

  /**
   * Places one instance, and counts it.
   *
   * @throws PlacementException if no host may run it
   */
  ActualHost place(InstanceId instance, Job job) {
    ServiceName service = instance.service();
    Map<String, String> refusals = new TreeMap<>();
    Map<String, String> homes = homes(service, job);
    List<HostLoad> candidates = new ArrayList<>();
    for (ActualHost host : hosts.values()) {
      refusal(host, job, homes)
          .ifPresentOrElse(
              reason -> refusals.put(host.host().name(), reason),
              () -> candidates.add(load(host.host())));
    }
    refusals.putAll(actual.silentHosts());
    homes.values().stream()
        .filter(home -> !hosts.containsKey(home))
        .forEach(home -> refusals.putIfAbsent(home, "is not among the hosts"));
    if (candidates.isEmpty()) {
      throw noHost(service, homes, refusals);
    }
    Host chosen = scheduler.place(new PlacementRequest(service, job, candidates));
    ActualHost host = hosts.get(chosen.name());
    if (host == null || candidates.stream().noneMatch(c -> c.host().equals(chosen))) {
      throw new PlacementException(
          service,
          "the scheduler placed service '"
              + service.path()
              + "' on host '"
              + chosen
              + "', which is not one of its candidates.");
    }
    loads.computeIfAbsent(chosen.name(), any -> new ArrayList<>()).add(instance);
    volumes(service, job).forEach(volume -> claimedVolumes.putIfAbsent(volume, chosen.name()));
    return host;
  }

  private HostLoad load(Host host) {
    return new HostLoad(host, loads.getOrDefault(host.name(), List.of()));
  }

  /** The host that each of the job's volumes is on; volumes that are nowhere yet are left out. */
  private Map<String, String> homes(ServiceName service, Job job) {
    Map<String, String> homes = new TreeMap<>();
    for (String volume : volumes(service, job)) {
      String recorded = actual.volumeHomes().get(volume);
      List<String> holders =
          hosts.values().stream()
              .filter(host -> host.volumes().contains(volume))
              .map(host -> host.host().name())
              .toList();
      if (!holders.isEmpty()) {
        homes.put(
            volume, recorded != null && holders.contains(recorded) ? recorded : holders.get(0));
      } else if (recorded != null) {
        homes.put(volume, recorded);
      } else if (claimedVolumes.containsKey(volume)) {
        homes.put(volume, claimedVolumes.get(volume));
      }
    }
    return homes;
  }

  private static List<String> volumes(ServiceName service, Job job) {
    // A read-only volume is data that some service of the stack writes: it has a home just the
    // same.
    return job.volumes().stream()
        .map((VolumeMount volume) -> volume.volumeName(service))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<String> refusal(ActualHost host, Job job, Map<String, String> homes) {
    if (!allows(host.host(), job)) {
      List<String> missing =
          job.filter().stream().filter(tag -> !host.host().tags().contains(tag)).toList();
      return Optional.of("lacks tag " + String.join(", ", missing));
    }
    return homes.entrySet().stream()
        .filter(home -> !home.getValue().equals(host.host().name()))
        .map(home -> "volume '" + home.getKey() + "' is on host '" + home.getValue() + "'")
        .findFirst();
  }

  private static PlacementException noHost(
      ServiceName service, Map<String, String> homes, Map<String, String> refusals) {
    String reasons =
        refusals.entrySet().stream()
            .map(refusal -> "\n  " + refusal.getKey() + ": " + refusal.getValue())
            .collect(Collectors.joining());
    String fix =
        homes.isEmpty()
            ? "change the job's 'filter', or tag or add a host."
            : "bring back the host that has the volume, or remove the volume and its record if its"
                + " data may be lost.";
    return new PlacementException(
        service,
        "no host can run an instance of service '"
            + service.path()
            + "'."
            + (refusals.isEmpty() ? "\n  There is no host." : reasons)
            + "\n  Fix: "
            + fix);
  }
}
