package io.viking.docker.bootstrap;

import io.viking.docker.engine.ContainerFacts;
import io.viking.docker.engine.NewContainer;
import io.viking.model.Host;
import io.viking.model.RestartPolicy;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** The agent of one host as a container. */
final class AgentContainer {
  static final String NAME = "viking-agent";

  /** The name of a new one until it has taken over from the one that runs. */
  static final String SUCCESSOR_NAME = NAME + "-next";

  /**
   * Where it says that it is ready: its log. A file in the container would do as well, but engines
   * before 23 mount everything anew for each look at one.
   */
  static final String READY_FILE = "/proc/self/fd/1";

  /** What it says there. */
  static final String READY_LINE = "ready";

  static final RestartPolicy RESTART = RestartPolicy.DEFAULT;

  /** The image and everything else of the container, to tell whether it is up to date. */
  static final String LABEL = "viking.agent";

  private static final String UNIX = "unix://";
  private static final String HOME = "VIKING_HOME";
  private static final String REPLACE = "VIKING_REPLACE";
  private static final String READY = "VIKING_READY_FILE";

  private AgentContainer() {}

  static NewContainer of(Host host, String image, BootstrapOptions options, AgentFiles files) {
    String engine = options.agentsEngine(host);
    String state = options.agentsFolder(host);
    NewContainer.Builder container =
        NewContainer.builder()
            .name(NAME)
            .image(image)
            .networkMode("host")
            .confined(true)
            .capabilities(capabilities(options))
            .addMemoryFolders("/tmp")
            .addOwnVolumes(AgentFiles.VOLUME)
            .environment(environment(host, engine, options, files))
            .addBinds(state + ":" + state)
            .restart(RESTART);
    if (engine.startsWith(UNIX)) {
      // The folder, not the socket: an engine that restarts makes a new socket, and a mounted file
      // would stay the old one.
      container.addFlatBinds(engine.substring(UNIX.length(), engine.lastIndexOf('/')));
    }
    NewContainer unlabelled = container.build();
    // Its text leaves the variables out.
    int everything = Objects.hash(unlabelled.toString(), unlabelled.environment());
    return container.putLabels(LABEL, Integer.toHexString(everything)).build();
  }

  /**
   * Whether a new one can take over from it: it runs, knows how to hand over, and both meet in one
   * folder of the host.
   */
  static boolean handsOver(ContainerFacts old, NewContainer wanted) {
    Map<String, String> before = old.environment();
    Map<String, String> after = wanted.environment();
    return old.isRunning()
        && "true".equals(before.get(REPLACE))
        && "true".equals(after.get(REPLACE))
        && READY_FILE.equals(after.get(READY))
        && Objects.equals(before.get(HOME), after.get(HOME));
  }

  private static Map<String, String> environment(
      Host host, String engine, BootstrapOptions options, AgentFiles files) {
    Map<String, String> variables = new TreeMap<>();
    variables.put("HOSTNAME", host.name());
    variables.put("DOCKER_HOST", engine);
    variables.put("VIKING_ENGINE", host.engine());
    variables.put(HOME, options.agentsFolder(host));
    variables.put("VIKING_KEY", options.baseKey());
    putList(variables, "VIKING_ETCD", options.etcd());
    putList(variables, "VIKING_TAGS", host.tags().stream().sorted().toList());
    // Where there is none to replace this is an ordinary start.
    variables.put(REPLACE, "true");
    variables.put(READY, READY_FILE);
    host.address().ifPresent(address -> variables.put("VIKING_IP", address));
    variables.putAll(files.variables());
    variables.putAll(options.environment());
    return variables;
  }

  /** What it cannot do without: low ports that something was told of by hand, and nft. */
  private static List<String> capabilities(BootstrapOptions options) {
    Map<String, String> settings = options.environment();
    boolean usesNft =
        !"relay".equals(settings.get("VIKING_DATA_PATH")) || settings.containsKey("VIKING_VPC");
    return !usesNft ? List.of("NET_BIND_SERVICE") : List.of("NET_ADMIN", "NET_BIND_SERVICE");
  }

  private static void putList(Map<String, String> variables, String name, List<String> values) {
    if (!values.isEmpty()) {
      variables.put(name, String.join(",", values));
    }
  }
}
