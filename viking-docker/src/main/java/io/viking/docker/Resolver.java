package io.viking.docker;

import io.viking.docker.launch.ImageDetails;
import io.viking.docker.launch.LaunchException;
import io.viking.docker.launch.Launcher;
import io.viking.docker.plan.ActualHost;
import io.viking.docker.plan.ActualState;
import io.viking.docker.plan.ImageName;
import io.viking.model.ExposedPort;
import io.viking.model.Host;
import io.viking.model.Job;
import io.viking.model.Link;
import io.viking.model.PortTable;
import io.viking.model.ServiceName;
import io.viking.model.ServicePort;
import io.viking.model.Stack;
import io.viking.model.StackCatalog;
import io.viking.model.StackName;
import io.viking.ports.PortAllocator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Settles what only the world can tell: the ports that images expose, the ports allocated. */
final class Resolver {
  private final Launcher launcher;
  private final PortAllocator allocator;

  Resolver(Launcher launcher, PortAllocator allocator) {
    this.launcher = launcher;
    this.allocator = allocator;
  }

  /** The services that must have their ports settled: the scope and what it links to. */
  static Set<ServiceName> concerned(StackCatalog catalog, Set<ServiceName> scope) {
    Set<ServiceName> concerned = new TreeSet<>(linkTargets(catalog, scope));
    scope.stream().filter(s -> catalog.find(s).isPresent()).forEach(concerned::add);
    return concerned;
  }

  private static Set<ServiceName> linkTargets(StackCatalog catalog, Set<ServiceName> scope) {
    Set<ServiceName> targets = new TreeSet<>();
    for (ServiceName service : scope) {
      for (Link link : catalog.find(service).map(Job::links).orElse(List.of())) {
        targets.add(link.target(service.stack()));
      }
    }
    return targets;
  }

  /**
   * The catalog with the ports of those services settled.
   *
   * @param pull whether an image that no host has may be fetched to learn its ports
   * @throws LaunchException if an image's ports cannot be learned
   */
  StackCatalog settlePorts(
      StackCatalog catalog, Set<ServiceName> services, ActualState actual, boolean pull) {
    Map<String, List<ExposedPort>> known = new HashMap<>();
    Map<StackName, List<Job>> settled = new TreeMap<>();
    for (ServiceName service : services) {
      Job job = catalog.find(service).orElseThrow();
      if (job.expose().isEmpty()) {
        List<ExposedPort> ports =
            known.computeIfAbsent(
                ImageName.normalize(job.image()), any -> exposed(job, answering(actual), pull));
        settled
            .computeIfAbsent(service.stack(), any -> new ArrayList<>())
            .add(job.withExpose(ports));
      }
    }
    List<Stack> changed = new ArrayList<>();
    settled.forEach(
        (name, jobs) ->
            Optional.ofNullable(catalog.stacks().get(name))
                .ifPresent(stack -> changed.add(stack.with(jobs))));
    return catalog.with(changed);
  }

  private static List<ActualHost> answering(ActualState actual) {
    return actual.hosts().stream().filter(host -> host.state().answers()).toList();
  }

  private List<ExposedPort> exposed(Job job, List<ActualHost> hosts, boolean pull) {
    String image = job.image();
    for (ActualHost host : hosts) {
      Optional<ImageDetails> details = launcher.image(host.host(), image);
      if (details.isPresent()) {
        return details.get().exposedPorts();
      }
    }
    Host host =
        hosts.stream()
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("there is no host to deploy to"))
            .host();
    if (!pull) {
      throw new LaunchException(
          host,
          "no host has image '"
              + image
              + "', so the ports of job '"
              + job.name()
              + "' are not known.\n  Fix: name them with 'expose', or fetch the image first.",
          null);
    }
    launcher.pull(host, image);
    return launcher.image(host, image).map(ImageDetails::exposedPorts).orElse(List.of());
  }

  /** The allocated ports of everything that the scope links to; new ones are recorded. */
  PortTable allocate(StackCatalog settled, Set<ServiceName> scope) {
    Set<ServicePort> ports = new LinkedHashSet<>();
    for (ServiceName target : linkTargets(settled, scope)) {
      settled
          .find(target)
          .flatMap(Job::expose)
          .ifPresent(
              exposed ->
                  exposed.stream()
                      .sorted()
                      .forEach(port -> ports.add(new ServicePort(target, port))));
    }
    return ports.isEmpty() ? PortTable.empty() : allocator.allocate(ports);
  }
}
