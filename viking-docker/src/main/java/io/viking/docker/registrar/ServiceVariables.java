package io.viking.docker.registrar;

import io.viking.docker.engine.ContainerFacts;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The {@code SERVICE_...} variables of a container: from its environment and its labels, of which
 * the labels win, as in registrator.
 */
final class ServiceVariables {
  private final Map<String, String> all;

  private ServiceVariables(Map<String, String> all) {
    this.all = all;
  }

  static ServiceVariables of(ContainerFacts container) {
    Map<String, String> all = new TreeMap<>(container.environment());
    all.putAll(container.labels());
    return new ServiceVariables(all);
  }

  /** The ports, as digits, that a name is given for. */
  Iterable<String> namedPorts() {
    TreeSet<String> ports = new TreeSet<>();
    for (String key : all.keySet()) {
      if (key.matches("SERVICE_[0-9]+_NAME") && value(key).isPresent()) {
        ports.add(key.substring("SERVICE_".length(), key.length() - "_NAME".length()));
      }
    }
    return ports;
  }

  Optional<String> name(int port) {
    return value("SERVICE_" + port + "_NAME");
  }

  Optional<String> id(int port) {
    return value("SERVICE_" + port + "_ID");
  }

  /** Whether all of the container's ports, or that one, are to be left out. */
  boolean ignores(int port) {
    return hides() || value("SERVICE_" + port + "_IGNORE").isPresent();
  }

  /** Whether the whole container is to be left out. */
  boolean hides() {
    return value("SERVICE_IGNORE").isPresent();
  }

  private Optional<String> value(String key) {
    return Optional.ofNullable(all.get(key)).filter(value -> !value.isEmpty());
  }
}
