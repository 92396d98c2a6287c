package io.viking.docker.agent;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The settings of an agent's process: each from its option, else from its variable. Pure; what they
 * mean is decided by who reads them.
 */
final class AgentSettings {
  /** From each option to its variable. */
  private static final Map<String, String> OPTIONS = new LinkedHashMap<>();

  static {
    OPTIONS.put("--etcd", "VIKING_ETCD");
    OPTIONS.put("--key", "VIKING_KEY");
    OPTIONS.put("--deadline", "VIKING_DEADLINE");
    OPTIONS.put("--etcd-ca", "VIKING_ETCD_CA");
    OPTIONS.put("--etcd-cert", "VIKING_ETCD_CERT");
    OPTIONS.put("--etcd-key-file", "VIKING_ETCD_CERT_KEY");
    OPTIONS.put("--etcd-server-name", "VIKING_ETCD_SERVER_NAME");
    OPTIONS.put("--etcd-user", "VIKING_ETCD_USER");
    // No option for the password itself: every user of the machine sees arguments.
    OPTIONS.put("--etcd-password-file", "VIKING_ETCD_PASSWORD_FILE");
    OPTIONS.put("--home", "VIKING_HOME");
    OPTIONS.put("--name", "HOSTNAME");
    OPTIONS.put("--ip", "VIKING_IP");
    OPTIONS.put("--tags", "VIKING_TAGS");
    OPTIONS.put("--docker", "DOCKER_HOST");
    OPTIONS.put("--engine", "VIKING_ENGINE");
    OPTIONS.put("--listen", "VIKING_LISTEN");
    OPTIONS.put("--links", "VIKING_LINKS");
    OPTIONS.put("--balance", "VIKING_BALANCE");
    OPTIONS.put("--data-path", "VIKING_DATA_PATH");
    OPTIONS.put("--status", "VIKING_STATUS");
    OPTIONS.put("--max-connections", "VIKING_MAX_CONNECTIONS");
    OPTIONS.put("--max-connections-per-service", "VIKING_MAX_CONNECTIONS_PER_SERVICE");
    OPTIONS.put("--max-connections-per-source", "VIKING_MAX_CONNECTIONS_PER_SOURCE");
    OPTIONS.put("--access-log", "VIKING_ACCESS_LOG");
    OPTIONS.put("--ready-file", "VIKING_READY_FILE");
    OPTIONS.put("--vpc", "VIKING_VPC");
    OPTIONS.put("--vpc-open", "VIKING_VPC_OPEN");
    OPTIONS.put("--vpc-trust", "VIKING_VPC_TRUST");
    OPTIONS.put("--vpc-keep", "VIKING_VPC_KEEP");
  }

  /** Options without a value, each with its variable, which it sets to {@code true}. */
  private static final Map<String, String> FLAGS = Map.of("--replace", "VIKING_REPLACE");

  private final Map<String, String> values;

  private AgentSettings(Map<String, String> values) {
    this.values = values;
  }

  /**
   * @throws UsageException if an argument is no option, or lacks its value
   */
  static AgentSettings of(Map<String, String> environment, List<String> arguments) {
    Map<String, String> values = new LinkedHashMap<>(environment);
    Deque<String> left = new ArrayDeque<>(arguments);
    while (!left.isEmpty()) {
      String argument = left.removeFirst();
      int equals = argument.indexOf('=');
      String option = equals < 0 ? argument : argument.substring(0, equals);
      if (FLAGS.containsKey(argument)) {
        values.put(FLAGS.get(argument), "true");
        continue;
      }
      String variable = OPTIONS.get(option);
      if (variable == null) {
        throw new UsageException(
            "'"
                + option
                + "' is not an option of the agent.\n  Fix: use one of "
                + String.join(", ", OPTIONS.keySet())
                + ", "
                + String.join(", ", FLAGS.keySet())
                + ".");
      }
      if (equals < 0 && left.isEmpty()) {
        throw new UsageException(
            "option " + option + " needs a value.\n  Fix: write " + option + "=VALUE.");
      }
      values.put(variable, equals < 0 ? left.removeFirst() : argument.substring(equals + 1));
    }
    return new AgentSettings(values);
  }

  /** The value of that variable or of its option; empty if it is not set or empty text. */
  Optional<String> find(String variable) {
    return Optional.ofNullable(values.get(variable)).map(String::trim).filter(v -> !v.isEmpty());
  }

  /** The value as a list: separated by commas or white space. */
  List<String> list(String variable) {
    return find(variable).stream()
        .flatMap(value -> Stream.of(value.split("[,\\s]+")))
        .filter(value -> !value.isEmpty())
        .toList();
  }

  /** All variables, for what reads an environment by itself. */
  Map<String, String> variables() {
    return values;
  }
}
