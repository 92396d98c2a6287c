package io.viking.docker;

import io.viking.model.ExposedPort;
import io.viking.model.Host;
import io.viking.model.InstanceId;
import io.viking.model.ServicePort;
import io.viking.ports.EndpointSnapshot;
import io.viking.ports.HostAndPort;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** Finds an instance's endpoints in a snapshot. */
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
}
