package io.viking.docker.agent;

import io.viking.docker.StateFolder;
import io.viking.docker.ambassador.Balance;
import io.viking.docker.ambassador.ConnectionLimits;
import io.viking.docker.ambassador.DataPathMode;
import io.viking.docker.ambassador.Links;
import io.viking.docker.engine.EngineOptions;
import io.viking.docker.registrar.IpLiteral;
import io.viking.model.Host;
import io.viking.ports.ClusterStore;
import io.viking.ports.EtcdOptions;
import io.viking.ports.HostAndPort;
import io.viking.ports.PortRange;
import io.viking.ports.StoreAccessException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/** What the settings of an agent's process mean. */
final class AgentAssembly {
  private static final String DEFAULT_ENGINE = "unix:///var/run/docker.sock";
  private static final String DEFAULT_STATUS = "127.0.0.1:7946";

  private final AgentSettings settings;
  private final Supplier<String> machineName;

  /**
   * @param machineName the machine's own name, asked for only where HOSTNAME is not set
   */
  AgentAssembly(AgentSettings settings, Supplier<String> machineName) {
    this.settings = settings;
    this.machineName = machineName;
  }

  /**
   * The cluster's store; the caller closes it.
   *
   * @throws UsageException if a setting cannot be used
   */
  ClusterStore store() {
    if (settings.find("VIKING_ETCD").isEmpty()) {
      return ClusterStore.local(StateFolder.store(home()), PortRange.DEFAULT);
    }
    try {
      return ClusterStore.etcd(EtcdOptions.fromVariables(settings.variables()).build());
    } catch (IllegalArgumentException e) {
      String message = String.valueOf(e.getMessage());
      throw new UsageException(
          message.contains("Fix: ")
              ? message + "."
              : message
                  + ".\n  Fix: set VIKING_ETCD and VIKING_KEY, as in 10.0.0.1:2379 and /viking.");
    } catch (StoreAccessException e) {
      // Nothing was asked yet: a file that a setting names cannot be used.
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  /**
   * The agent's options.
   *
   * @throws UsageException if a setting cannot be used
   */
  AgentOptions.Builder options(ClusterStore store) {
    return AgentOptions.builder()
        .host(host())
        .engine(engine())
        .store(store)
        .stateFolder(home())
        .replace(choice("VIKING_REPLACE", Map.of("true", true, "false", false), false))
        .engineOptions(EngineOptions.fromEnvironment(settings.variables()))
        .listenAddresses(listenAddresses())
        .links(
            choice(
                "VIKING_LINKS",
                Map.of("enforced", Links.ENFORCED, "open", Links.OPEN),
                Links.ENFORCED))
        .balance(
            choice(
                "VIKING_BALANCE",
                Map.of("least", Balance.LEAST_CONNECTIONS, "round-robin", Balance.ROUND_ROBIN),
                Balance.LEAST_CONNECTIONS))
        .dataPath(
            choice(
                "VIKING_DATA_PATH",
                Map.of(
                    "auto", DataPathMode.AUTO,
                    "relay", DataPathMode.RELAY,
                    "kernel", DataPathMode.KERNEL),
                DataPathMode.AUTO))
        .limits(limits())
        .vpc(new VpcSettings(settings).options())
        .status(status());
  }

  private ConnectionLimits limits() {
    return ConnectionLimits.of(
        count("VIKING_MAX_CONNECTIONS"),
        count("VIKING_MAX_CONNECTIONS_PER_SERVICE"),
        count("VIKING_MAX_CONNECTIONS_PER_SOURCE"));
  }

  private OptionalInt count(String variable) {
    Optional<String> text = settings.find(variable);
    if (text.isEmpty()) {
      return OptionalInt.empty();
    }
    if (!text.get().matches("[1-9][0-9]{0,8}")) {
      throw new UsageException(
          variable
              + " is '"
              + text.get()
              + "'.\n  Fix: set it to a number from 1, or leave it out.");
    }
    return OptionalInt.of(Integer.parseInt(text.get()));
  }

  /**
   * The access log, which the caller closes; empty if none is wanted.
   *
   * @throws UsageException if its file cannot be opened
   */
  Optional<AccessLog> accessLog() {
    Optional<String> text = settings.find("VIKING_ACCESS_LOG");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    if (text.get().equals("-")) {
      return Optional.of(AccessLog.toLogger());
    }
    try {
      return Optional.of(AccessLog.toFile(Path.of(text.get())));
    } catch (IOException | InvalidPathException e) {
      throw new UsageException(
          "VIKING_ACCESS_LOG is '"
              + text.get()
              + "', which cannot be written: "
              + e
              + ".\n  Fix: name a file in a folder that is there, or '-' for the log.");
    }
  }

  /**
   * The file that says that the agent is ready; empty if none is wanted.
   *
   * @throws UsageException if it cannot be a file's name
   */
  Optional<ReadyFile> readyFile() {
    return settings
        .find("VIKING_READY_FILE")
        .map(
            text -> {
              try {
                return new ReadyFile(Path.of(text));
              } catch (InvalidPathException e) {
                throw new UsageException(
                    "VIKING_READY_FILE is '" + text + "'.\n  Fix: name a file.");
              }
            });
  }

  private String engine() {
    return settings.find("DOCKER_HOST").orElse(DEFAULT_ENGINE);
  }

  private Host host() {
    Optional<String> address = settings.find("VIKING_IP");
    if (address.isEmpty() && settings.find("VIKING_ETCD").isPresent()) {
      throw new UsageException(
          "VIKING_ETCD is set but VIKING_IP is not: other hosts could not reach this one.\n"
              + "  Fix: set VIKING_IP to the host's private IP address.");
    }
    address
        .filter(text -> !IpLiteral.isReachable(text))
        .ifPresent(
            text -> {
              throw new UsageException(
                  "VIKING_IP is '"
                      + text
                      + "', which other hosts cannot use.\n"
                      + "  Fix: set it to the host's private IP address.");
            });
    try {
      return Host.builder()
          .name(settings.find("HOSTNAME").orElseGet(machineName))
          .engine(settings.find("VIKING_ENGINE").orElseGet(this::engine))
          .address(address)
          .addAllTags(settings.list("VIKING_TAGS"))
          .build();
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          e.getMessage() + ".\n  Fix: set HOSTNAME, DOCKER_HOST or VIKING_ENGINE.");
    }
  }

  private List<InetAddress> listenAddresses() {
    return settings.list("VIKING_LISTEN").stream().map(AgentAssembly::listenAddress).toList();
  }

  private static InetAddress listenAddress(String text) {
    InetAddress address =
        IpLiteral.parse(text).orElseThrow(() -> notToListenOn(text, "which is not an IP address"));
    if (address.isAnyLocalAddress()) {
      throw notToListenOn(
          text,
          "which is every address of the host, the public ones too; links are permitted by the"
              + " address that a container connects to");
    }
    return address;
  }

  private static UsageException notToListenOn(String text, String why) {
    return new UsageException(
        "VIKING_LISTEN has '"
            + text
            + "', "
            + why
            + ".\n  Fix: name the bridge's own addresses, or leave it out.");
  }

  private Optional<InetSocketAddress> status() {
    String text = settings.find("VIKING_STATUS").orElse(DEFAULT_STATUS);
    if (text.equals("off")) {
      return Optional.empty();
    }
    try {
      HostAndPort address = HostAndPort.parse(text);
      InetAddress ip =
          IpLiteral.parse(address.host())
              .orElseThrow(() -> new IllegalArgumentException("not an IP address"));
      if (!ip.isLoopbackAddress()) {
        throw new IllegalArgumentException(
            "not a loopback address, and what the agent knows of the cluster is not for everybody;"
                + " let a collector on this host fetch it");
      }
      return Optional.of(new InetSocketAddress(ip, address.port()));
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          "VIKING_STATUS is '"
              + text
              + "': "
              + e.getMessage()
              + ".\n"
              + "  Fix: write IP:PORT, as in "
              + DEFAULT_STATUS
              + ", or 'off'.");
    }
  }

  private <T> T choice(String variable, Map<String, T> choices, T otherwise) {
    Optional<String> text = settings.find(variable);
    if (text.isEmpty()) {
      return otherwise;
    }
    T chosen = choices.get(text.get());
    if (chosen == null) {
      throw new UsageException(
          variable
              + " is '"
              + text.get()
              + "'.\n  Fix: set it to one of "
              + String.join(", ", choices.keySet().stream().sorted().toList())
              + ".");
    }
    return chosen;
  }

  /** The state folder, the same that the command line uses. */
  Path home() {
    return StateFolder.of(settings.variables());
  }
}
