package io.viking.links;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The variables that Docker itself sets for a link, name for name (moby {@code
 * daemon/links/links.go}, engine 28).
 */
final class DockerVariables {
  private final Map<String, String> variables = new LinkedHashMap<>();
  private final String prefix;
  private final String host;

  private DockerVariables(String prefix, String host) {
    this.prefix = prefix;
    this.host = host;
  }

  /**
   * The variables of one link, {@code PREFIX_ENV_} included.
   *
   * @param ports the target's ports in Docker's order
   */
  static Map<String, String> of(
      String consumer, LinkedService link, List<AllocatedPort> ports, String host) {
    DockerVariables variables = new DockerVariables(link.link().prefix(), host);
    ports.stream().findFirst().ifPresent(variables::addDefault);
    ports.forEach(variables::addPort);
    PortRun.of(ports).forEach(variables::addRun);
    variables.add("_NAME", "/" + consumer + "/" + link.link().linkName());
    CopiedVariables.of(link).forEach((name, value) -> variables.add("_ENV_" + name, value));
    return variables.variables;
  }

  private void addDefault(AllocatedPort port) {
    add("_PORT", port.url(host));
  }

  private void addPort(AllocatedPort port) {
    String name = "_PORT_" + port.nameInVariables();
    add(name, port.url(host));
    add(name + "_ADDR", host);
    add(name + "_PORT", Integer.toString(port.number()));
    add(name + "_PROTO", port.exposed().protocol().lower());
  }

  private void addRun(PortRun run) {
    String name = "_PORT_" + run.first().nameInVariables();
    add(name + "_START", run.first().url(host));
    add(name + "_PORT_START", Integer.toString(run.first().number()));
    add(name + "_END", run.last().url(host));
    add(name + "_PORT_END", Integer.toString(run.last().number()));
  }

  private void add(String name, String value) {
    variables.put(prefix + name, value);
  }
}
