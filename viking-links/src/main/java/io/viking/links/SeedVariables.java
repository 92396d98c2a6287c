package io.viking.links;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The forms beside Docker's: the short ones, as in {@code curl http://$AUTH_PORT_80}, and {@code
 * _ADDRESS} for those who write {@code _ADDR} in full.
 *
 * <p>None can have the name of one of Docker's: there a port's number is always followed by its
 * protocol, and no run is called {@code _ADDRESS}.
 */
final class SeedVariables {
  private SeedVariables() {}

  /**
   * The variables of one link. A number exposed on several protocols has its short forms for the
   * first of them in Docker's order: TCP, if it is one.
   *
   * @param ports the target's ports in Docker's order
   */
  static Map<String, String> of(LinkedService link, List<AllocatedPort> ports, String host) {
    Map<String, String> variables = new LinkedHashMap<>();
    Set<Integer> numbers = new HashSet<>();
    String prefix = link.link().prefix() + "_PORT_";
    for (AllocatedPort port : ports) {
      variables.put(prefix + port.nameInVariables() + "_ADDRESS", host);
      if (numbers.add(port.exposed().number())) {
        String name = prefix + port.exposed().number();
        variables.put(name, host + ":" + port.number());
        variables.put(name + "_ADDR", host);
        variables.put(name + "_PORT", Integer.toString(port.number()));
      }
    }
    return variables;
  }
}
