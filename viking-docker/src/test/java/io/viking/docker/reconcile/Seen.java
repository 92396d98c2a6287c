package io.viking.docker.reconcile;

import io.viking.docker.plan.ActualHost;
import io.viking.docker.plan.ActualInstance;
import io.viking.docker.plan.ActualInstance.State;
import io.viking.docker.plan.ActualState;
import io.viking.model.Host;
import io.viking.model.InstanceId;
import io.viking.model.Job;
import io.viking.model.Pid;
import io.viking.model.ServiceName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What hosts report, written down by a test. */
final class Seen {
  private final Map<String, List<ActualInstance>> hosts = new TreeMap<>();
  private final Map<String, String> silent = new TreeMap<>();
  private final Map<String, String> homes = new TreeMap<>();

  static Host named(String name) {
    return Host.of(name, "10.0.0.1", "tcp://10.0.0.1:2376");
  }

  static InstanceId id(String service, int pid) {
    return new InstanceId(ServiceName.parse(service), Pid.of("%06x".formatted(pid)));
  }

  Seen host(String name, ActualInstance... instances) {
    hosts.put(name, new ArrayList<>(List.of(instances)));
    return this;
  }

  Seen silent(String name) {
    hosts.remove(name);
    silent.put(name, "it is off");
    return this;
  }

  Seen home(String volume, String host) {
    homes.put(volume, host);
    return this;
  }

  static ActualInstance instance(String service, int pid, State state) {
    return instance(service, pid, state, "hash");
  }

  static ActualInstance instance(String service, int pid, State state, String hash) {
    return ActualInstance.builder()
        .id(id(service, pid))
        .state(state)
        .specHash(hash)
        .imageId("sha256:1")
        .build();
  }

  /** One that was deployed with that scale. */
  static ActualInstance scaled(String service, int pid, int scale) {
    ServiceName name = ServiceName.parse(service);
    return ActualInstance.builder()
        .from(instance(service, pid, State.RUNNING))
        .definition(Job.builder().name(name.job()).image("nginx").scale(scale).build())
        .build();
  }

  ActualState state() {
    return ActualState.builder()
        .hosts(
            hosts.entrySet().stream()
                .map(
                    entry ->
                        ActualHost.builder()
                            .host(named(entry.getKey()))
                            .instances(entry.getValue())
                            .build())
                .toList())
        .silentHosts(silent)
        .volumeHomes(homes)
        .build();
  }
}
