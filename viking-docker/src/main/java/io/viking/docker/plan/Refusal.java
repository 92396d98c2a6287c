package io.viking.docker.plan;

import io.viking.model.Job;
import io.viking.model.ServiceName;
import io.viking.model.placement.ClusterLoad;
import io.viking.model.placement.HostLoad;
import io.viking.model.placement.Resources;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Why an instance can run nowhere, host by host, and what can be done about it.
 *
 * @param service the service
 * @param job its job
 * @param homes the host of each of its volumes that is somewhere
 */
record Refusal(ServiceName service, Job job, Map<String, String> homes) {
  PlacementException of(ActualState actual, ClusterLoad cluster) {
    Map<String, String> reasons = new TreeMap<>();
    cluster
        .hosts()
        .forEach(load -> reason(load).ifPresent(why -> reasons.put(load.host().name(), why)));
    reasons.putAll(actual.silentHosts());
    homes.values().stream()
        .filter(home -> cluster.host(home).isEmpty())
        .forEach(home -> reasons.putIfAbsent(home, "is not among the hosts"));
    String lines =
        reasons.entrySet().stream()
            .map(reason -> "\n  " + reason.getKey() + ": " + reason.getValue())
            .collect(Collectors.joining());
    return new PlacementException(
        service,
        "no host can run an instance of service '"
            + service.path()
            + "'."
            + (reasons.isEmpty() ? "\n  There is no host." : lines)
            + "\n  Fix: "
            + fix(cluster),
        reasons);
  }

  private Optional<String> reason(HostLoad load) {
    return homes.entrySet().stream()
        .filter(home -> !home.getValue().equals(load.host().name()))
        .map(home -> "volume '" + home.getKey() + "' is on host '" + home.getValue() + "'")
        .findFirst()
        .or(() -> load.refusal(job));
  }

  private String fix(ClusterLoad cluster) {
    Resources asked = Resources.of(job);
    if (cluster.hosts().stream().anyMatch(load -> isAllowed(load) && !load.hasRoomFor(asked))) {
      return "lower the job's 'memory' or 'cpus', remove what is not needed, or add a host.";
    }
    if (!homes.isEmpty()) {
      return "bring back the host that has the volume, or remove the volume and its record if its"
          + " data may be lost.";
    }
    return cluster.hosts().stream().anyMatch(load -> hasTags(load) && !isAllowed(load))
        ? "bring back the hosts that do not answer, or have those that are drained used again."
        : "change the job's 'filter', or tag or add a host.";
  }

  private boolean isAllowed(HostLoad load) {
    return load.state().isSchedulable()
        && hasTags(load)
        && homes.values().stream().allMatch(load.host().name()::equals);
  }

  private boolean hasTags(HostLoad load) {
    return load.host().tags().containsAll(job.filter());
  }
}
