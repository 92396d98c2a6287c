package io.viking.model.placement;

import io.viking.model.Host;
import io.viking.model.InstanceId;
import io.viking.model.ServiceName;
import java.util.List;

/**
 * A host and what runs on it, or will once the plan so far has been carried out.
 *
 * @param host the host
 * @param instances the instances on it, those of other services included
 */
public record HostLoad(Host host, List<InstanceId> instances) {
  /** Copies the list. */
  public HostLoad {
    instances = List.copyOf(instances);
  }

  /** How many instances of that service are on the host. */
  public long instancesOf(ServiceName service) {
    return instances.stream().filter(instance -> instance.service().equals(service)).count();
  }
}
