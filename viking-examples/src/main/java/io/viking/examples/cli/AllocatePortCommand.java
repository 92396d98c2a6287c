package io.viking.examples.cli;

import io.viking.model.ExposedPort;
import io.viking.model.Job;
import io.viking.model.ServiceName;
import io.viking.model.ServicePort;
import io.viking.model.folder.DeploymentFolder;
import io.viking.ports.ClusterStore;
import io.viking.ports.PortAllocator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code viking allocateport}: the design document's {@code allocate_port}. */
@Command(
    name = "allocateport",
    mixinStandardHelpOptions = true,
    description =
        "Prints the cluster-unique port of a service's port: the recorded one, or a new"
            + " one that is recorded.")
final class AllocatePortCommand implements Callable<Integer> {
  @Mixin private ClusterOptions cluster = new ClusterOptions();
  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "STACK/JOB[:PORT[/PROTO]]",
      description =
          "The service and the port that it exposes. Without PORT: the first one that is"
              + " recorded, else the first one of its job in the deployment folder.")
  private String service = "";

  @Override
  public Integer call() {
    int colon = service.indexOf(':');
    ServiceName name = ServiceName.parse(colon < 0 ? service : service.substring(0, colon));
    try (ClusterStore store = cluster.openStore()) {
      ExposedPort port =
          colon < 0
              ? firstPort(name, store.ports())
              : ExposedPort.parse(service.substring(colon + 1));
      int allocated = store.ports().allocate(new ServicePort(name, port));
      Console.of(spec).answer(String.valueOf(allocated));
    }
    return 0;
  }

  private ExposedPort firstPort(ServiceName name, PortAllocator ports) {
    Stream<ExposedPort> recorded =
        ports.list().asMap().keySet().stream()
            .filter(port -> port.service().equals(name))
            .map(ServicePort::port);
    return recorded
        .min(ExposedPort::compareTo)
        .or(() -> exposedByJob(name))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no port of service '"
                        + name.path()
                        + "' is recorded, and the deployment folder has no job of it with 'expose'."
                        + "\n  Fix: name the port, as in "
                        + name.path()
                        + ":80"));
  }

  private Optional<ExposedPort> exposedByJob(ServiceName name) {
    return DeploymentFolder.at(cluster.folder())
        .stack(name.stack())
        .flatMap(stack -> stack.job(name.job()))
        .flatMap(Job::expose)
        .orElse(List.of())
        .stream()
        .min(ExposedPort::compareTo);
  }
}
