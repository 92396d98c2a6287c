package io.viking.docker.agent;

import io.viking.model.InstanceId;
import io.viking.ports.Endpoint;
import io.viking.ports.EndpointSnapshot;
import io.viking.ports.HostAndPort;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Where instances answered that have no endpoint any more: a removal may be told of after its
 * endpoints are gone, and connections outlive them. Remembers the instances that went last. Used by
 * one thread at a time.
 */
final class DepartedEndpoints {
  private static final int MOST = 1_000;

  private final Map<InstanceId, Set<Endpoint>> gone = new LinkedHashMap<>();

  /** Takes note of what the one snapshot has and the other has not. */
  void changed(EndpointSnapshot before, EndpointSnapshot after) {
    before
        .byService()
        .forEach(
            (service, endpoints) -> {
              List<Endpoint> now = after.of(service);
              if (!endpoints.equals(now)) {
                Set<Endpoint> left = new LinkedHashSet<>(endpoints);
                now.forEach(left::remove);
                left.forEach(this::remember);
              }
            });
  }

  /** Takes note of one that is gone. */
  void remember(Endpoint endpoint) {
    InstanceId.ofServiceId(endpoint.id())
        .ifPresent(
            instance -> {
              gone.computeIfAbsent(instance, any -> new LinkedHashSet<>()).add(endpoint);
              if (gone.size() > MOST) {
                gone.remove(gone.keySet().iterator().next());
              }
            });
  }

  /** All that are remembered, the instances that went first first. */
  List<Endpoint> all() {
    return gone.values().stream().flatMap(Set::stream).toList();
  }

  /** A line for each, for the agent that takes over. */
  static String write(List<Endpoint> endpoints) {
    return endpoints.stream()
        .map(one -> one.service() + " " + one.id() + " " + one.address() + "\n")
        .collect(Collectors.joining());
  }

  /** What was written; without what cannot be read. */
  static List<Endpoint> read(String text) {
    return text.lines().flatMap(line -> endpoint(line).stream()).toList();
  }

  private static Optional<Endpoint> endpoint(String line) {
    String[] words = line.split(" ", -1);
    try {
      return words.length == 3
          ? Optional.of(new Endpoint(words[0], words[1], HostAndPort.parse(words[2])))
          : Optional.empty();
    } catch (IllegalArgumentException notOurs) {
      return Optional.empty();
    }
  }

  /**
   * Those of these instances that have no endpoint now, each with the endpoints that it had; none
   * for one that was never heard of.
   */
  Map<InstanceId, Set<Endpoint>> of(Set<InstanceId> instances, EndpointSnapshot now) {
    Set<String> services =
        instances.stream()
            .map(instance -> instance.service().value() + "_")
            .collect(Collectors.toSet());
    Set<InstanceId> present =
        now.byService().entrySet().stream()
            .filter(entry -> services.contains(start(entry.getKey())))
            .flatMap(entry -> entry.getValue().stream())
            .flatMap(endpoint -> InstanceId.ofServiceId(endpoint.id()).stream())
            .collect(Collectors.toSet());
    Map<InstanceId, Set<Endpoint>> departed = new TreeMap<>();
    for (InstanceId instance : instances) {
      if (!present.contains(instance)) {
        departed.put(instance, Set.copyOf(gone.getOrDefault(instance, Set.of())));
      }
    }
    return departed;
  }

  /** Of {@code stack_job_port}, {@code stack_job_}. */
  private static String start(String registryName) {
    int second = registryName.indexOf('_', registryName.indexOf('_') + 1);
    return registryName.substring(0, second + 1);
  }
}
