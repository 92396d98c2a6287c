package io.viking.examples.cli;

import io.viking.model.Host;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What agents are told of the firewall when they are bootstrapped. Pure. */
final class AgentFirewall {
  private static final String MODE = "VIKING_VPC";
  private static final String TRUST = "VIKING_VPC_TRUST";
  private static final List<String> AS_GIVEN = List.of(MODE, "VIKING_VPC_OPEN", "VIKING_VPC_KEEP");

  private AgentFirewall() {}

  /**
   * The variables of this program's own environment, and all hosts as trusted: the first agents
   * would otherwise close engines and etcd to those whose agents are still to come. Nothing where
   * no firewall is asked for.
   */
  static Map<String, String> variables(Map<String, String> environment, List<Host> hosts) {
    Map<String, String> variables = new LinkedHashMap<>();
    if (environment.getOrDefault(MODE, "off").matches("\\s*|off")) {
      return variables;
    }
    for (String name : AS_GIVEN) {
      String value = environment.getOrDefault(name, "");
      if (!value.isBlank()) {
        variables.put(name, value);
      }
    }
    String trusted =
        Stream.concat(
                Stream.of(environment.getOrDefault(TRUST, "").split("[,\\s]+", -1)),
                hosts.stream().flatMap(host -> host.address().stream()).sorted())
            .filter(word -> !word.isEmpty())
            .distinct()
            .collect(Collectors.joining(","));
    if (!trusted.isEmpty()) {
      variables.put(TRUST, trusted);
    }
    return variables;
  }
}
