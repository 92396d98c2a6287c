package io.viking.docker.registrar;

import io.viking.docker.engine.ContainerFacts;
import io.viking.model.ExposedPort;
import io.viking.model.Problem;
import io.viking.model.Protocol;
import io.viking.ports.Endpoint;
import io.viking.ports.HostAndPort;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads {@code SERVICE_<port>_NAME} variables into registrations. Used once. */
final class RegistrationReader {
  private final ViewSettings settings;
  private final PublishedAddress addresses;
  private final ProbeChoice probes;
  private final List<Problem> problems;
  private final Map<String, Registration> byKey = new TreeMap<>();
  private final Map<String, String> owners = new HashMap<>();

  RegistrationReader(ViewSettings settings, List<Problem> problems) {
    this.settings = settings;
    this.addresses = new PublishedAddress(settings.publishAddress());
    this.probes = new ProbeChoice(settings, problems);
    this.problems = problems;
  }

  /** Reads the containers, those first that keep an id two of them claim. */
  List<Registration> read(List<ContainerFacts> containers) {
    containers.stream().filter(ContainerFacts::isRunning).forEach(this::read);
    return new ArrayList<>(byKey.values());
  }

  private void read(ContainerFacts container) {
    ServiceVariables variables = ServiceVariables.of(container);
    if (variables.hides()) {
      return;
    }
    Map<ExposedPort, HostAndPort> reachable = reachable(container, variables);
    reachable.forEach(
        (port, address) ->
            endpoint(container, variables, port, address)
                .ifPresent(endpoint -> add(container, endpoint, port, reachable)));
    reportUnpublished(container, variables);
  }

  /** The ports that have a name, and the address of each at which other hosts reach it. */
  private Map<ExposedPort, HostAndPort> reachable(
      ContainerFacts container, ServiceVariables variables) {
    Map<ExposedPort, HostAndPort> reachable = new TreeMap<>();
    container
        .published()
        .forEach(
            (port, bindings) -> {
              if (bindings.isEmpty() || !isNamed(variables, port)) {
                return;
              }
              addresses
                  .of(bindings)
                  .ifPresentOrElse(
                      address -> reachable.put(port, address),
                      () -> problems.add(unreachable(container, port, bindings.get(0))));
            });
    return reachable;
  }

  private static boolean isNamed(ServiceVariables variables, ExposedPort port) {
    return variables.name(port.number()).isPresent() && !variables.ignores(port.number());
  }

  private Optional<Endpoint> endpoint(
      ContainerFacts container, ServiceVariables variables, ExposedPort port, HostAndPort address) {
    String name = withProtocol(variables.name(port.number()).orElse(""), port.protocol());
    // The default is registrator's: host, container and port.
    String id =
        variables
            .id(port.number())
            .orElse(settings.hostName() + ":" + container.name() + ":" + port.number());
    try {
      return Optional.of(new Endpoint(name, id, address));
    } catch (IllegalArgumentException e) {
      problems.add(badName(container, port, name, id));
      return Optional.empty();
    }
  }

  /** One number on two protocols is two endpoints, and the variable has no place for a protocol. */
  private static String withProtocol(String name, Protocol protocol) {
    String suffix = "_" + protocol.lower();
    return protocol == Protocol.TCP || name.endsWith(suffix) ? name : name + suffix;
  }

  private void add(
      ContainerFacts container,
      Endpoint endpoint,
      ExposedPort port,
      Map<ExposedPort, HostAndPort> reachable) {
    String key = endpoint.service() + "/" + endpoint.id();
    String owner = owners.putIfAbsent(key, container.name());
    if (owner != null) {
      problems.add(taken(container, endpoint, owner));
      return;
    }
    boolean open =
        container.health() == ContainerFacts.Health.NONE
            || container.health() == ContainerFacts.Health.HEALTHY;
    byKey.put(
        key,
        new Registration(
            endpoint, open, probes.probe(container, port, reachable), container.startedAt()));
  }

  private void reportUnpublished(ContainerFacts container, ServiceVariables variables) {
    for (String digits : variables.namedPorts()) {
      boolean published =
          container.published().entrySet().stream()
              .anyMatch(
                  entry ->
                      !entry.getValue().isEmpty()
                          && digits.equals(String.valueOf(entry.getKey().number())));
      if (!published) {
        problems.add(unpublished(container, digits));
      }
    }
  }

  private static Problem unpublished(ContainerFacts container, String digits) {
    return Problem.builder()
        .message(
            "variable SERVICE_"
                + digits
                + "_NAME of container '"
                + container.name()
                + "' is ignored: port "
                + digits
                + " is not published.")
        .fix("start the container with '-p " + digits + "'.")
        .build();
  }

  private static Problem unreachable(
      ContainerFacts container, ExposedPort port, HostAndPort binding) {
    return Problem.builder()
        .message(
            "port "
                + port
                + " of container '"
                + container.name()
                + "' is not registered: it is published on "
                + binding.host()
                + ", which other hosts cannot reach.")
        .fix("publish it on the host's private address, or with '-p " + port.number() + "'.")
        .build();
  }

  private static Problem badName(
      ContainerFacts container, ExposedPort port, String name, String id) {
    return Problem.builder()
        .message(
            "port "
                + port
                + " of container '"
                + container.name()
                + "' is not registered: '"
                + name
                + "' or its id '"
                + id
                + "' cannot stand in a key.")
        .fix("use letters, digits, '_', '.', ':' and '-' only, 255 at most.")
        .build();
  }

  private static Problem taken(ContainerFacts container, Endpoint endpoint, String owner) {
    return Problem.builder()
        .message(
            "endpoint '"
                + endpoint.service()
                + "' with id '"
                + endpoint.id()
                + "' of container '"
                + container.name()
                + "' is not registered: container '"
                + owner
                + "' has the same id.")
        .fix("give each container an id of its own in SERVICE_<port>_ID, or leave it out.")
        .build();
  }
}
