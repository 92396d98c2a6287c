package io.viking.docker;

import io.viking.docker.Reachability.Awaited;
import io.viking.docker.plan.ActualInstance;
import io.viking.docker.plan.Kept;
import io.viking.docker.plan.Plan;
import io.viking.docker.plan.ServiceChange;
import io.viking.docker.plan.Start;
import io.viking.model.ExposedPort;
import io.viking.model.Host;
import io.viking.model.InstanceId;
import io.viking.model.Job;
import io.viking.model.ServicePort;
import io.viking.ports.EndpointSnapshot;
import io.viking.ports.HostAndPort;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Finds the endpoints of instances in a snapshot. */
final class Endpoints {
  private Endpoints() {}

  /** The instance with those of its ports that are registered. */
  static DeployedInstance instance(
      Host host, InstanceId id, Collection<ExposedPort> ports, EndpointSnapshot snapshot) {
    Map<ExposedPort, HostAndPort> endpoints = new TreeMap<>();
    for (ExposedPort port : ports) {
      snapshot.of(new ServicePort(id.service(), port).registryName()).stream()
          .filter(endpoint -> endpoint.id().equals(id.serviceId(port)))
          .forEach(endpoint -> endpoints.put(port, endpoint.address()));
    }
    return new DeployedInstance(id, host, endpoints);
  }

  /** What the plan started or kept, sorted by id. */
  static List<DeployedInstance> instances(Plan plan, EndpointSnapshot snapshot) {
    List<DeployedInstance> instances = new ArrayList<>();
    for (ServiceChange change : plan.changes()) {
      for (Kept kept : change.kept()) {
        instances.add(instance(kept.host(), kept.instance(), change.ports(), snapshot));
      }
      for (Start start : change.starts()) {
        instances.add(instance(start.host(), start.spec().instance(), change.ports(), snapshot));
      }
    }
    instances.sort(Comparator.comparing(DeployedInstance::id));
    return instances;
  }

  /** How an instance is doing. */
  static InstanceStatus status(Host host, ActualInstance actual, EndpointSnapshot snapshot) {
    List<ExposedPort> ports = actual.definition().flatMap(Job::expose).orElse(List.of());
    boolean reachable =
        ports.isEmpty()
            ? actual.state() == ActualInstance.State.RUNNING
            : new Awaited(host, actual.id(), ports).isRegistered(snapshot);
    return new InstanceStatus(
        instance(host, actual.id(), ports, snapshot), actual.state(), reachable);
  }
}
