package io.viking.docker;

import io.viking.model.ExposedPort;
import io.viking.model.Host;
import io.viking.model.InstanceId;
import io.viking.ports.HostAndPort;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A container that runs.
 *
 * @param id which instance it is
 * @param host where it runs
 * @param endpoints where each of its registered ports can be reached, sorted by port
 */
public record DeployedInstance(InstanceId id, Host host, Map<ExposedPort, HostAndPort> endpoints) {
  /** Copies the map. */
  public DeployedInstance {
    endpoints = Collections.unmodifiableMap(new TreeMap<>(endpoints));
  }

  /** {@code shared_mongo_e8c8a2 on node-1, 27017/tcp at 10.0.0.1:49153}. */
  @Override
  public String toString() {
    return id
        + " on "
        + host
        + endpoints.entrySet().stream()
            .map(endpoint -> ", " + endpoint.getKey() + " at " + endpoint.getValue())
            .collect(Collectors.joining());
  }
}
