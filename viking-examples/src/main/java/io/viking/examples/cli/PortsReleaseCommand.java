package io.viking.examples.cli;

import io.viking.model.ExposedPort;
import io.viking.model.ServiceName;
import io.viking.model.ServicePort;
import io.viking.ports.ClusterStore;
import io.viking.ports.HostReport;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code viking ports release}: gives up the numbers of services that are gone for good. */
@Command(
    name = "release",
    mixinStandardHelpOptions = true,
    description = "Gives up the numbers of services that are gone for good.")
final class PortsReleaseCommand implements Callable<Integer> {
  @Mixin private ClusterOptions cluster = new ClusterOptions();
  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      arity = "1..*",
      paramLabel = "STACK/JOB[:PORT[/PROTO]]",
      description = "The services; without PORT all ports of the service.")
  private List<String> services = List.of();

  @Override
  public Integer call() {
    Console console = Console.of(spec);
    try (ClusterStore store = cluster.openStore()) {
      Map<ServicePort, Integer> released = wanted(store.ports().list().asMap());
      List<HostReport> reports = store.hosts().reports();
      released.forEach(
          (port, number) -> {
            store.ports().release(port);
            List<String> hosts = PortsListing.hosts(number, reports);
            console.note(
                "Released "
                    + number
                    + " of "
                    + port
                    + (hosts.isEmpty()
                        ? "."
                        : "; containers on " + String.join(", ", hosts) + " still carry it."));
          });
    }
    return 0;
  }

  /** All or none: a name that was mistyped must not leave half of it done. */
  private Map<ServicePort, Integer> wanted(Map<ServicePort, Integer> table) {
    Map<ServicePort, Integer> wanted = new TreeMap<>();
    for (String text : services) {
      Map<ServicePort, Integer> found = new TreeMap<>(table);
      found.keySet().retainAll(named(text, table.keySet()));
      if (found.isEmpty()) {
        throw new IllegalArgumentException(
            "'"
                + text
                + "' has no number; nothing was released.\n"
                + "  Fix: see 'viking ports list' for what has one.");
      }
      wanted.putAll(found);
    }
    return wanted;
  }

  private static Set<ServicePort> named(String text, Set<ServicePort> all) {
    int colon = text.indexOf(':');
    ServiceName service = ServiceName.parse(colon < 0 ? text : text.substring(0, colon));
    if (colon >= 0) {
      return Set.of(new ServicePort(service, ExposedPort.parse(text.substring(colon + 1))));
    }
    return all.stream().filter(port -> port.service().equals(service)).collect(Collectors.toSet());
  }
}
