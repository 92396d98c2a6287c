package io.viking.examples.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * A container that is to be made as another one was.
 *
 * @param name its name
 * @param body what it is, in JSON, as an engine's call to create wants it
 */
record ContainerCopy(String name, String body) {
  /** Has {@code docker inspect} print what {@link #parse} reads. */
  static final String TEMPLATE =
      "{{.Name}}{{println}}{{json .Config}}{{println}}{{json .HostConfig}}";

  /** Reads any number of containers: a line with the name of each, and two with the rest. */
  static List<ContainerCopy> parse(String inspected) {
    List<String> lines = inspected.lines().filter(line -> !line.isBlank()).toList();
    List<ContainerCopy> copies = new ArrayList<>();
    for (int i = 0; i + 2 < lines.size(); i += 3) {
      String config = lines.get(i + 1);
      copies.add(
          new ContainerCopy(
              lines.get(i).substring(1),
              config.substring(0, config.lastIndexOf('}'))
                  + ",\"HostConfig\":"
                  + lines.get(i + 2)
                  + "}"));
    }
    return copies;
  }
}
