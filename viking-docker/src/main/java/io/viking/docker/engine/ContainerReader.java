package io.viking.docker.engine;

import com.github.dockerjava.api.command.HealthState;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.ContainerConfig;
import com.github.dockerjava.api.model.ContainerNetwork;
import com.github.dockerjava.api.model.ContainerPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.NetworkSettings;
import com.github.dockerjava.api.model.Ports;
import io.viking.docker.engine.ContainerFacts.Health;
import io.viking.docker.engine.ContainerFacts.State;
import io.viking.model.ExposedPort;
import io.viking.model.Protocol;
import io.viking.model.RestartPolicy;
import io.viking.ports.HostAndPort;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The engine's answers about containers as our values. */
final class ContainerReader {
  private ContainerReader() {}

  static ContainerFacts facts(InspectContainerResponse container) {
    // What lacks one of these has lost it on the way: a sentence is better than a null pointer.
    ContainerState state = present(container, container.getState(), "State");
    ContainerConfig config = present(container, container.getConfig(), "Config");
    HostConfig host = present(container, container.getHostConfig(), "HostConfig");
    NetworkSettings network = container.getNetworkSettings();
    return ContainerFacts.builder()
        .id(present(container, container.getId(), "Id"))
        .name(withoutSlash(present(container, container.getName(), "Name")))
        .imageId(text(container.getImageId()))
        .state(state(state.getStatus()))
        .health(health(state.getHealth()))
        .exitCode(Optional.ofNullable(state.getExitCodeLong()).orElse(0L).intValue())
        .restartCount(Optional.ofNullable(container.getRestartCount()).orElse(0))
        .restart(restart(host.getRestartPolicy()))
        .environment(environment(config.getEnv()))
        .labels(orEmpty(config.getLabels()))
        .addresses(network == null ? List.of() : addresses(network.getNetworks()))
        .networks(network == null ? Map.of() : networks(network.getNetworks()))
        .published(network == null ? Map.of() : published(network.getPorts()))
        .networkMode(Optional.ofNullable(host.getNetworkMode()).orElse(""))
        .startedAt(instant(state.getStartedAt()))
        .build();
  }

  static ContainerSummary summary(Container container) {
    String[] names = container.getNames();
    return ContainerSummary.builder()
        .id(text(container.getId()))
        .name(names == null || names.length == 0 ? "" : withoutSlash(text(names[0])))
        .imageId(text(container.getImageId()))
        .state(state(container.getState()))
        .created(Optional.ofNullable(container.getCreated()).flatMap(ContainerReader::created))
        .labels(orEmpty(container.getLabels()))
        .published(published(container.getPorts()))
        .build();
  }

  private static <T> T present(InspectContainerResponse container, @Nullable T part, String name) {
    if (part == null) {
      throw new IllegalArgumentException(
          "the engine's answer about container '" + container.getId() + "' has no '" + name + "'");
    }
    return part;
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static Optional<Instant> created(long seconds) {
    try {
      return Optional.of(Instant.ofEpochSecond(seconds));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Set<ExposedPort> published(ContainerPort @Nullable [] ports) {
    return Stream.ofNullable(ports)
        .flatMap(Stream::of)
        .flatMap(port -> published(port).stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The number on the host; empty if it is not published, or what is said of it makes no sense. */
  private static Optional<ExposedPort> published(ContainerPort port) {
    Integer number = port.getPublicPort();
    if (number == null || number <= 0) {
      return Optional.empty();
    }
    try {
      String type = port.getType() == null ? "tcp" : port.getType();
      return Optional.of(new ExposedPort(number, Protocol.parse(type)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Ports in docker-java's form, in ours. */
  static ExposedPort port(com.github.dockerjava.api.model.ExposedPort port) {
    return new ExposedPort(port.getPort(), Protocol.parse(port.getProtocol().toString()));
  }

  private static RestartPolicy restart(
      com.github.dockerjava.api.model.@Nullable RestartPolicy policy) {
    if (policy != null) {
      for (RestartPolicy.Mode mode : RestartPolicy.Mode.values()) {
        if (mode.text().equals(policy.getName())) {
          Integer retries = policy.getMaximumRetryCount();
          boolean counts = mode == RestartPolicy.Mode.ON_FAILURE && retries != null;
          return new RestartPolicy(mode, counts ? retries : 0);
        }
      }
    }
    return new RestartPolicy(RestartPolicy.Mode.NO, 0);
  }

  private static State state(@Nullable String text) {
    for (State state : State.values()) {
      if (state.name().equalsIgnoreCase(text)) {
        return state;
      }
    }
    return State.DEAD;
  }

  private static Health health(@Nullable HealthState health) {
    String status = health == null ? null : health.getStatus();
    if (status == null || status.isEmpty()) {
      return Health.NONE;
    }
    return switch (status.toLowerCase(Locale.ROOT)) {
      case "healthy" -> Health.HEALTHY;
      case "starting" -> Health.STARTING;
      case "none" -> Health.NONE;
      default -> Health.UNHEALTHY;
    };
  }

  private static Map<String, String> environment(String @Nullable [] variables) {
    Map<String, String> environment = new LinkedHashMap<>();
    for (String variable : variables == null ? new String[0] : variables) {
      int equals = variable.indexOf('=');
      // A variable without '=' is one that the engine unset.
      if (equals > 0) {
        environment.put(variable.substring(0, equals), variable.substring(equals + 1));
      }
    }
    return environment;
  }

  private static List<String> addresses(@Nullable Map<String, ContainerNetwork> networks) {
    return new TreeMap<>(orEmpty(networks))
        .values().stream().flatMap(ContainerReader::addresses).distinct().toList();
  }

  private static Stream<String> addresses(ContainerNetwork network) {
    return Stream.ofNullable(network.getIpAddress())
        .flatMap(ipv4 -> Stream.concat(Stream.of(ipv4), globalIpv6(network).stream()))
        .filter(address -> !address.isEmpty());
  }

  private static Map<String, String> networks(@Nullable Map<String, ContainerNetwork> networks) {
    Map<String, String> byAddress = new TreeMap<>();
    for (ContainerNetwork network : orEmpty(networks).values()) {
      String id = network.getNetworkID();
      if (id != null && !id.isEmpty()) {
        addresses(network).forEach(address -> byAddress.put(address, id));
      }
    }
    return byAddress;
  }

  private static Optional<String> globalIpv6(ContainerNetwork network) {
    return Optional.ofNullable(network.getGlobalIPv6Address());
  }

  private static Map<ExposedPort, List<HostAndPort>> published(@Nullable Ports ports) {
    Map<ExposedPort, List<HostAndPort>> published = new LinkedHashMap<>();
    if (ports != null) {
      ports
          .getBindings()
          .forEach(
              (exposed, bindings) -> {
                List<HostAndPort> addresses = bindings(bindings);
                if (!addresses.isEmpty()) {
                  known(exposed).ifPresent(port -> published.put(port, addresses));
                }
              });
    }
    return published;
  }

  /** Empty for a protocol that viking does not know: it hurts that port alone. */
  private static Optional<ExposedPort> known(com.github.dockerjava.api.model.ExposedPort exposed) {
    try {
      return Optional.of(port(exposed));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static List<HostAndPort> bindings(Ports.Binding @Nullable [] bindings) {
    List<HostAndPort> addresses = new ArrayList<>();
    for (Ports.Binding binding :
        bindings == null ? List.<Ports.Binding>of() : Arrays.asList(bindings)) {
      String host = binding.getHostIp();
      String number = binding.getHostPortSpec();
      // "0" is what was asked for; a running container has the number that was picked.
      if (number != null && number.matches("[1-9][0-9]{0,4}")) {
        String bound = host == null || host.isEmpty() ? "0.0.0.0" : host;
        address(bound, Integer.parseInt(number)).ifPresent(addresses::add);
      }
    }
    return addresses;
  }

  private static Optional<HostAndPort> address(String host, int number) {
    try {
      return Optional.of(new HostAndPort(host, number));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<Instant> instant(@Nullable String text) {
    // The year 1 is Go's zero time: never.
    try {
      return text == null || text.isEmpty() || text.startsWith("0001-")
          ? Optional.empty()
          : Optional.of(Instant.parse(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static String withoutSlash(String name) {
    return name.startsWith("/") ? name.substring(1) : name;
  }

  private static <V> Map<String, V> orEmpty(@Nullable Map<String, V> map) {
    return map == null ? Map.of() : map;
  }
}
