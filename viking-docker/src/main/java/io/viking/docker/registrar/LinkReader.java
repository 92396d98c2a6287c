package io.viking.docker.registrar;

import io.viking.docker.engine.ContainerFacts;
import io.viking.model.Problem;
import io.viking.ports.Endpoint;
import io.viking.ports.HostAndPort;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code BACKEND_<port>} variables into listeners and permissions. Used once. */
final class LinkReader {
  private static final Pattern VARIABLE = Pattern.compile("BACKEND_([0-9]+)");

  private final BackendValue values;
  private final List<Problem> problems;
  private final Map<Integer, BackendTarget> targets = new TreeMap<>();
  private final Map<Integer, String> owners = new TreeMap<>();
  // Sorted by text: an InetAddress has no order of its own.
  private final Map<InetAddress, Set<Integer>> permissions =
      new TreeMap<>(Comparator.comparing(InetAddress::getHostAddress));
  private final Set<InetAddress> seen = new HashSet<>();

  LinkReader(String networkPath, List<Problem> problems) {
    this.values = new BackendValue(networkPath);
    this.problems = problems;
  }

  /** Takes the containers in, those first that keep a port two of them claim. */
  void read(List<ContainerFacts> containers) {
    containers.forEach(container -> permit(container, ports(container)));
  }

  Map<Integer, String> listeners() {
    Map<Integer, String> names = new LinkedHashMap<>();
    targets.forEach((port, target) -> names.put(port, name(port, target)));
    return names;
  }

  List<Endpoint> fixedEndpoints() {
    List<Endpoint> endpoints = new ArrayList<>();
    targets.forEach(
        (port, target) -> {
          if (target instanceof BackendTarget.Fixed fixed) {
            for (HostAndPort address : fixed.addresses()) {
              String id = "fixed:" + endpoints.size();
              endpoints.add(new Endpoint(name(port, target), id, address));
            }
          }
        });
    return endpoints;
  }

  Map<InetAddress, Set<Integer>> permissions() {
    return permissions;
  }

  private static String name(int port, BackendTarget target) {
    return target instanceof BackendTarget.Service service ? service.name() : "fixed:" + port;
  }

  private Set<Integer> ports(ContainerFacts container) {
    Set<Integer> ports = new TreeSet<>();
    new TreeMap<>(container.environment())
        .forEach(
            (variable, value) -> {
              Matcher matcher = VARIABLE.matcher(variable);
              if (matcher.matches() && claim(container, variable, matcher.group(1), value)) {
                ports.add(Integer.parseInt(matcher.group(1)));
              }
            });
    return ports;
  }

  /** Whether the container may use that port: the variable is good, and no other target has it. */
  private boolean claim(ContainerFacts container, String variable, String digits, String value) {
    try {
      int port = HostAndPort.parse("any:" + digits).port();
      BackendTarget target = values.parse(value);
      BackendTarget current = targets.putIfAbsent(port, target);
      owners.putIfAbsent(port, container.name());
      if (current == null || current.equals(target)) {
        return true;
      }
      problems.add(taken(container, variable, value, owners.getOrDefault(port, "another")));
    } catch (IllegalArgumentException e) {
      problems.add(bad(container, variable, value, String.valueOf(e.getMessage())));
    }
    return false;
  }

  private void permit(ContainerFacts container, Set<Integer> ports) {
    if (!hasProcess(container)) {
      return;
    }
    List<InetAddress> addresses =
        container.addresses().stream().flatMap(text -> IpLiteral.parse(text).stream()).toList();
    if (addresses.isEmpty() && !ports.isEmpty()) {
      problems.add(withoutAddress(container));
    }
    for (InetAddress address : addresses) {
      // Two containers cannot have one address: one of them is old news. Until it is known which,
      // the address has no entry, and whoever asks about it looks at the engine again.
      if (!seen.add(address)) {
        permissions.remove(address);
      } else {
        permissions.put(address, ports);
      }
    }
  }

  /** A paused container keeps its addresses, and sends what it had to say once it is thawed. */
  static boolean hasProcess(ContainerFacts container) {
    return container.isRunning() || container.state() == ContainerFacts.State.PAUSED;
  }

  private static Problem bad(ContainerFacts container, String variable, String value, String why) {
    return Problem.builder()
        .message(ContainerText.variable(container, variable, value) + " is ignored: " + why + ".")
        .fix(
            "write etcd://HOST/viking/network/NAME, or IP:PORT, several separated by commas;"
                + " then make the container anew.")
        .build();
  }

  private static Problem taken(
      ContainerFacts container, String variable, String value, String owner) {
    return Problem.builder()
        .message(
            ContainerText.variable(container, variable, value)
                + " is ignored: container '"
                + owner
                + "' uses that port for another service.")
        .fix("give each service a port of its own, as 'viking allocateport' does.")
        .build();
  }

  private static Problem withoutAddress(ContainerFacts container) {
    return Problem.builder()
        .message(
            "container '"
                + container.name()
                + "' has links but no address of its own, so its connections are refused.")
        .fix("take the container off the host's network, or run the agent with --links open.")
        .build();
  }
}
