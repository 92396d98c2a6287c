package io.viking.docker.bootstrap;

import io.viking.docker.engine.NewContainer;
import io.viking.model.Host;
import io.viking.model.RestartPolicy;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The agent of one host as a container. */
final class AgentContainer {
  static final String NAME = "viking-agent";

  /** The image and everything else of the container, to tell whether it is up to date. */
  static final String LABEL = "viking.agent";

  private static final String UNIX = "unix://";

  private AgentContainer() {}

  static NewContainer of(Host host, String image, BootstrapOptions options, AgentFiles files) {
    String engine = options.agentsEngine(host);
    String state = options.stateFolder().toString();
    NewContainer.Builder container =
        NewContainer.builder()
            .name(NAME)
            .image(image)
            .networkMode("host")
            .addCapabilities("NET_ADMIN")
            .environment(environment(host, engine, options, files))
            .addBinds(state + ":" + state)
            .restart(RestartPolicy.DEFAULT);
    if (engine.startsWith(UNIX)) {
      // The folder, not the socket: an engine that restarts makes a new socket, and a mounted file
      // would stay the old one.
      container.addFlatBinds(engine.substring(UNIX.length(), engine.lastIndexOf('/')));
    }
    NewContainer unlabelled = container.build();
    return container
        .putLabels(LABEL, Integer.toHexString(unlabelled.toString().hashCode()))
        .build();
  }

  private static Map<String, String> environment(
      Host host, String engine, BootstrapOptions options, AgentFiles files) {
    Map<String, String> variables = new TreeMap<>();
    variables.put("HOSTNAME", host.name());
    variables.put("DOCKER_HOST", engine);
    variables.put("VIKING_ENGINE", host.engine());
    variables.put("VIKING_HOME", options.stateFolder().toString());
    variables.put("VIKING_KEY", options.baseKey());
    putList(variables, "VIKING_ETCD", options.etcd());
    putList(variables, "VIKING_TAGS", host.tags().stream().sorted().toList());
    host.address().ifPresent(address -> variables.put("VIKING_IP", address));
    variables.putAll(files.variables());
    variables.putAll(options.environment());
    return variables;
  }

  private static void putList(Map<String, String> variables, String name, List<String> values) {
    if (!values.isEmpty()) {
      variables.put(name, String.join(",", values));
    }
  }
}
