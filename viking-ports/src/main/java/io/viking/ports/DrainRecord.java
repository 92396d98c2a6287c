package io.viking.ports;

import io.viking.model.InstanceId;
import io.viking.model.Pid;
import io.viking.model.ServiceName;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How many connections one host has to departing instances, as text: a line {@code stack job pid
 * connections} for each, with {@code unknown} where the host cannot say. Pure.
 */
final class DrainRecord {
  private static final String UNKNOWN = "unknown";
  private static final Pattern NUMBER = Pattern.compile("[0-9]+");

  private DrainRecord() {}

  /**
   * @throws IllegalArgumentException if that cannot be a report
   */
  static void check(String host, Map<InstanceId, Integer> open) {
    if (host.isBlank() || host.indexOf('/') >= 0) {
      throw new IllegalArgumentException("a host's name must not be '" + host + "'");
    }
    open.forEach(
        (instance, connections) -> {
          if (connections < 0 && connections != Departures.UNKNOWN) {
            throw new IllegalArgumentException(
                "the connections to %s must be 0 or more, or %d where they are not known, but were %d"
                    .formatted(instance, Departures.UNKNOWN, connections));
          }
        });
  }

  static String write(Map<InstanceId, Integer> open) {
    return new TreeMap<>(open)
        .entrySet().stream()
            .map(entry -> line(entry.getKey(), entry.getValue()))
            .collect(Collectors.joining());
  }

  private static String line(InstanceId instance, int connections) {
    return "%s %s %s %s\n"
        .formatted(
            instance.service().stack(),
            instance.service().job(),
            instance.pid(),
            connections == Departures.UNKNOWN ? UNKNOWN : Integer.toString(connections));
  }

  /** Reads what {@link #write} wrote; a line that cannot be read tells of no instance. */
  static Map<InstanceId, Integer> read(String text) {
    Map<InstanceId, Integer> open = new TreeMap<>();
    text.lines()
        .map(DrainRecord::entry)
        .flatMap(Optional::stream)
        .forEach(entry -> open.put(entry.getKey(), entry.getValue()));
    return Collections.unmodifiableMap(open);
  }

  private static Optional<Map.Entry<InstanceId, Integer>> entry(String line) {
    String[] words = line.strip().split(" ", -1);
    if (words.length != 4) {
      return Optional.empty();
    }
    try {
      InstanceId instance = new InstanceId(ServiceName.of(words[0], words[1]), Pid.of(words[2]));
      return Optional.of(Map.entry(instance, connections(words[3])));
    } catch (IllegalArgumentException notOurs) {
      return Optional.empty();
    }
  }

  private static int connections(String word) {
    if (word.equals(UNKNOWN)) {
      return Departures.UNKNOWN;
    }
    if (!NUMBER.matcher(word).matches()) {
      throw new IllegalArgumentException("'" + word + "' is no number of connections");
    }
    return Integer.parseInt(word);
  }
}
