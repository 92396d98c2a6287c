package io.viking.docker.registrar;

import io.viking.docker.engine.ContainerFacts;
import io.viking.docker.plan.Labels;
import io.viking.model.ExposedPort;
import io.viking.model.Health;
import io.viking.model.Health.Probe;
import io.viking.model.Problem;
import io.viking.model.Protocol;
import io.viking.ports.HostAndPort;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Chooses what has to pass before an endpoint is registered. */
final class ProbeChoice {
  private final ViewSettings settings;
  private final List<Problem> problems;

  ProbeChoice(ViewSettings settings, List<Problem> problems) {
    this.settings = settings;
    this.problems = problems;
  }

  /**
   * The probe of that port's endpoint. A health that names a port, or HTTP, is one probe for all
   * endpoints of the instance; else each TCP port answers for itself, so that one nobody listens on
   * does not hide the others, and a port of another protocol goes with the TCP port of its number.
   */
  Optional<ProbeSpec> probe(
      ContainerFacts container, ExposedPort port, Map<ExposedPort, HostAndPort> reachable) {
    Health health = health(container);
    return health.probe() == Probe.NONE
        ? Optional.empty()
        : target(container, health, port, reachable)
            .map(target -> new ProbeSpec(run(container), target, health));
  }

  private Optional<HostAndPort> target(
      ContainerFacts container,
      Health health,
      ExposedPort port,
      Map<ExposedPort, HostAndPort> reachable) {
    if (health.port().isPresent()) {
      ExposedPort probed = ExposedPort.tcp(health.port().getAsInt());
      return Optional.ofNullable(reachable.get(probed)).or(() -> inside(container, probed));
    }
    if (health.probe() == Probe.HTTP) {
      return reachable.keySet().stream()
          .filter(candidate -> candidate.protocol() == Protocol.TCP)
          .min(Comparator.naturalOrder())
          .map(reachable::get);
    }
    return Optional.ofNullable(reachable.get(ExposedPort.tcp(port.number())));
  }

  /** A port that is probed without being published: only the container's own address has it. */
  private static Optional<HostAndPort> inside(ContainerFacts container, ExposedPort port) {
    return container.addresses().stream()
        .findFirst()
        .map(address -> new HostAndPort(address, port.number()));
  }

  private Health health(ContainerFacts container) {
    String definition = container.labels().get(Labels.DEFINITION);
    if (definition == null) {
      return settings.defaultHealth();
    }
    try {
      return settings.definitionHealth().apply(definition).orElse(settings.defaultHealth());
    } catch (RuntimeException e) {
      problems.add(unreadable(container, String.valueOf(e.getMessage())));
      return settings.defaultHealth();
    }
  }

  private static Problem unreadable(ContainerFacts container, String why) {
    return Problem.builder()
        .message(
            "label "
                + Labels.DEFINITION
                + " of container '"
                + container.name()
                + "' cannot be read, so its ports are probed by TCP: "
                + why)
        .build();
  }

  private static String run(ContainerFacts container) {
    return container.id() + "@" + container.startedAt().map(Instant::toString).orElse("");
  }
}
