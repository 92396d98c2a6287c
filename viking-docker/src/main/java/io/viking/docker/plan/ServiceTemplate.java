package io.viking.docker.plan;

import io.viking.links.Clash;
import io.viking.model.ExposedPort;
import io.viking.model.InstanceId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the containers of one service have in common, worked out once: a service of a thousand
 * instances has its links translated as often as one of a single instance, and its containers share
 * all texts that do not name them. Not safe for use by several threads.
 */
final class ServiceTemplate {
  private static final int PID_LENGTH = ContainerSpecs.NO_PID.value().length();

  private final ContainerSpec spec;
  private final List<Clash> clashes;
  private final String hash;
  private final Supplier<Map<String, String>> other;
  private final Supplier<String> definition;
  private @Nullable Differences differences;

  /** What is worked out when the first container is wanted; most services want none. */
  private record Differences(Map<String, int[]> pidPlaces, Map<String, String> labels) {}

  /**
   * @param spec the container of {@link ContainerSpecs#NO_PID}
   * @param other the variables of a container whose pid has no character in common with that one:
   *     where they differ, the pid stands
   * @param definition the job as JSON
   */
  ServiceTemplate(
      ContainerSpec spec,
      List<Clash> clashes,
      String hash,
      Supplier<Map<String, String>> other,
      Supplier<String> definition) {
    this.spec = spec;
    this.clashes = List.copyOf(clashes);
    this.hash = hash;
    this.other = other;
    this.definition = definition;
  }

  /** What a container must carry to be left alone. */
  String hash() {
    return hash;
  }

  /** Where the job's own variables take the place of generated ones. */
  List<Clash> clashes() {
    return clashes;
  }

  /** The settled ports. */
  List<ExposedPort> ports() {
    return spec.ports();
  }

  /** The container of that instance on that host. */
  ContainerSpec on(ActualHost host, InstanceId instance) {
    Differences known = differences();
    String pid = instance.pid().value();
    return spec.withInstance(instance)
        .withEnvironment(
            new Replaced(
                spec.environment(),
                (name, value) -> {
                  int[] places = known.pidPlaces().get(name);
                  return places == null ? value : withPid(value, places, pid);
                }))
        .withLabels(
            new Replaced(known.labels(), (name, value) -> name.equals(Labels.PID) ? pid : value))
        .withPublishAddress(host.host().address().or(host::bridgeAddress));
  }

  private Differences differences() {
    Differences known = differences;
    if (known == null) {
      Map<String, int[]> pidPlaces = new HashMap<>();
      other
          .get()
          .forEach(
              (name, differing) -> {
                String value = spec.environment().getOrDefault(name, differing);
                if (!value.equals(differing)) {
                  pidPlaces.put(name, places(value, differing));
                }
              });
      Map<String, String> labels = new LinkedHashMap<>(spec.labels());
      labels.put(Labels.DEFINITION, definition.get());
      labels.put(Labels.SPEC, hash);
      known = new Differences(pidPlaces, labels);
      differences = known;
    }
    return known;
  }

  private static String withPid(String value, int[] places, String pid) {
    StringBuilder text = new StringBuilder(value);
    for (int place : places) {
      text.replace(place, place + PID_LENGTH, pid);
    }
    return text.toString();
  }

  private static int[] places(String value, String differing) {
    if (value.length() != differing.length()) {
      throw new IllegalStateException("pids are of one length, but two values are not");
    }
    List<Integer> places = new ArrayList<>();
    int i = 0;
    while (i < value.length()) {
      if (value.charAt(i) == differing.charAt(i)) {
        i++;
      } else {
        places.add(i);
        i += PID_LENGTH;
      }
    }
    return places.stream().mapToInt(Integer::intValue).toArray();
  }
}
