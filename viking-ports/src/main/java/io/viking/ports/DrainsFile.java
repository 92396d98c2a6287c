package io.viking.ports;

import io.viking.model.InstanceId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the hosts of a local store tell of departing instances: a line {@code host stack job pid
 * connections} for each.
 */
final class DrainsFile {
  static final String NAME = "draining";
  private static final LocalLines FORM = new LocalLines("# viking draining 1");

  private DrainsFile() {}

  static void write(Path file, Map<String, Map<InstanceId, Integer>> drains) throws IOException {
    List<String> lines =
        drains.entrySet().stream()
            .flatMap(
                drain ->
                    DrainRecord.write(drain.getValue())
                        .lines()
                        .map(line -> drain.getKey() + " " + line))
            .toList();
    FORM.write(file, lines);
  }

  /** Reads them; none where there is no file. A line that cannot be read tells of no instance. */
  static Map<String, Map<InstanceId, Integer>> read(Path file) throws IOException {
    Map<String, Map<InstanceId, Integer>> drains = new TreeMap<>();
    for (String line : FORM.read(file)) {
      int space = line.indexOf(' ');
      if (space > 0) {
        drains
            .computeIfAbsent(line.substring(0, space), host -> new TreeMap<>())
            .putAll(DrainRecord.read(line.substring(space + 1)));
      }
    }
    drains.replaceAll((host, open) -> Collections.unmodifiableMap(open));
    return Collections.unmodifiableMap(drains);
  }
}
