package io.viking.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.viking.docker.plan.ActualInstance;
import io.viking.docker.plan.ActualInstance.State;
import io.viking.docker.plan.ContainerSpec;
import io.viking.model.Host;
import io.viking.model.Job;
import io.viking.model.ServiceName;
import io.viking.model.ServicePort;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What is to be true of a simulated cluster at any time, and once the faults have stopped. */
final class SimulatedOutcome {
  private final SimulatedHosts hosts;
  private final SimulatedCluster cluster;
  private final Map<ServicePort, Integer> ports = new HashMap<>();

  SimulatedOutcome(SimulatedHosts hosts, SimulatedCluster cluster) {
    this.hosts = hosts;
    this.cluster = cluster;
  }

  /** At any time. */
  void check() {
    Map<String, String> homes = new TreeMap<>();
    for (Host host : hosts.all()) {
      if (hosts.hasEngine(host.name())) {
        for (ActualInstance instance : cluster.launcher.inspect(host).instances()) {
          instance.definition().ifPresent(job -> checkTags(host, instance, job));
        }
        for (String volume : cluster.launcher.inspect(host).volumes()) {
          assertThat(homes.putIfAbsent(volume, host.name()))
              .as("another host than %s with volume %s", host, volume)
              .isNull();
        }
      }
    }
    Map<ServicePort, Integer> now = cluster.store.ports().list().asMap();
    if (!now.equals(ports)) {
      assertThat(now.values()).as("allocated ports").doesNotHaveDuplicates();
      assertThat(now).as("allocated ports, which are given for ever").containsAllEntriesOf(ports);
      ports.putAll(now);
    }
  }

  private static void checkTags(Host host, ActualInstance instance, Job job) {
    assertThat(host.tags())
        .as("tags of host %s, which has %s", host, instance.id())
        .containsAll(job.filter());
  }

  /**
   * Exactly what is wanted runs on hosts that can be used, and nothing besides.
   *
   * @param drained hosts that are to be empty
   */
  void reached(Map<ServiceName, Job> wanted, Set<String> drained) {
    Map<String, String> homes = cluster.store.volumes().homes();
    Map<String, List<String>> expected = new TreeMap<>();
    wanted.forEach(
        (service, job) -> {
          boolean waits =
              job.volumes().stream()
                  .map(volume -> homes.getOrDefault(volume.volumeName(service).orElse(""), ""))
                  .anyMatch(home -> !hosts.works(home) || drained.contains(home));
          if (!waits) {
            for (int i = 0; i < job.scale(); i++) {
              add(expected, service, State.RUNNING, job.environment().getOrDefault("VERSION", ""));
            }
          }
        });
    Map<String, List<String>> actual = new TreeMap<>();
    for (Host host : hosts.all()) {
      if (hosts.works(host.name())) {
        boolean leftOut = drained.contains(host.name());
        for (ActualInstance instance : cluster.launcher.inspect(host).instances()) {
          ServiceName service = instance.id().service();
          Job job =
              Optional.ofNullable(wanted.get(service))
                  .orElseThrow(() -> new AssertionError("nobody wants " + instance.id()));
          if (!leftOut || job.volumes().isEmpty()) {
            assertThat(leftOut).as("%s is on %s, which is drained", instance.id(), host).isFalse();
            ContainerSpec spec = cluster.launcher.spec(host, instance.id());
            add(actual, service, instance.state(), spec.environment().getOrDefault("VERSION", ""));
            checkTags(host, instance, job);
          }
        }
      }
    }
    assertThat(actual).as("what is there once the faults have stopped").isEqualTo(expected);
    assertThat(cluster.store.locks().holders()).as("locks").isEmpty();
  }

  private static void add(
      Map<String, List<String>> all, ServiceName service, State state, String version) {
    all.computeIfAbsent(service.path(), any -> new ArrayList<>()).add(state + " " + version);
  }
}
