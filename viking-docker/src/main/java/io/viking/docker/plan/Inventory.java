package io.viking.docker.plan;

import io.viking.model.Pid;
import io.viking.model.ServiceName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** The instances that there are of the services that a plan may touch. */
final class Inventory {
  private final Map<ServiceName, List<Located>> existing = new HashMap<>();
  private final Map<ServiceName, Set<Pid>> taken = new HashMap<>();
  private final Supplier<Pid> pids;

  Inventory(ActualState actual, Set<ServiceName> scope, Supplier<Pid> pids) {
    this.pids = pids;
    Set<ServiceName> wanted = new HashSet<>(scope);
    for (ActualHost host : actual.hosts()) {
      for (ActualInstance instance : host.instances()) {
        ServiceName service = instance.id().service();
        if (wanted.contains(service)) {
          existing
              .computeIfAbsent(service, any -> new ArrayList<>())
              .add(new Located(host, instance));
        }
      }
    }
  }

  /** The service's instances, running or not, in the order of their hosts. */
  List<Located> of(ServiceName service) {
    return existing.getOrDefault(service, List.of());
  }

  /** A pid that the service does not have yet. */
  Pid freshPid(ServiceName service) {
    Set<Pid> used = taken.computeIfAbsent(service, this::pidsOf);
    Pid pid = pids.get();
    while (pid.equals(ContainerSpecs.NO_PID) || !used.add(pid)) {
      pid = pids.get();
    }
    return pid;
  }

  private Set<Pid> pidsOf(ServiceName service) {
    Set<Pid> used = new HashSet<>();
    of(service).forEach(located -> used.add(located.id().pid()));
    return used;
  }
}
