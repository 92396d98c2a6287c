package io.viking.docker.links;

import io.viking.model.ExposedPort;
import io.viking.model.Protocol;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The variables that engines before 28 set in another way (moby {@code daemon/links/links.go},
 * v20.10): ports go by number, TCP first among equals; a run takes three of them, and whether the
 * third one or a later one is too far away is all that ends it, so protocols mix and one number on
 * two protocols lets a gap pass.
 */
final class LegacyVariables {
  private static final Comparator<ExposedPort> ORDER =
      Comparator.comparingInt(ExposedPort::number)
          .thenComparing(port -> port.protocol() != Protocol.TCP);

  private final Map<String, String> variables = new TreeMap<>();
  private final List<ExposedPort> ports;
  private final String prefix;
  private final String address;

  private LegacyVariables(String prefix, List<ExposedPort> ports, String address) {
    this.prefix = prefix;
    this.ports = ports;
    this.address = address;
  }

  /** {@code PREFIX_PORT} and the variables of all runs, {@code PREFIX_PORT} being the prefix. */
  static Map<String, String> of(String prefix, Collection<ExposedPort> ports, String address) {
    LegacyVariables legacy =
        new LegacyVariables(prefix, ports.stream().sorted(ORDER).toList(), address);
    if (!legacy.ports.isEmpty()) {
      legacy.variables.put(prefix, legacy.url(legacy.ports.get(0)));
    }
    legacy.addRuns();
    return legacy.variables;
  }

  private void addRuns() {
    int first = 0;
    while (first < ports.size()) {
      int last = lastOfRun(first);
      if (last > first + 1) {
        addRun(ports.get(first), ports.get(last));
        first = last;
      }
      first++;
    }
  }

  private int lastOfRun(int first) {
    int furthest = ports.get(first).number();
    for (int next = first + 1; next < ports.size(); next++) {
      if (ports.get(next).number() > furthest + 1) {
        return next - 1;
      }
      furthest++;
    }
    return ports.size() - 1;
  }

  private void addRun(ExposedPort first, ExposedPort last) {
    String start = prefix + "_" + first.number() + "_" + first.protocol().name();
    // The end is named after the first port's number and the last port's protocol.
    String end = prefix + "_" + first.number() + "_" + last.protocol().name();
    variables.put(start + "_START", url(first));
    variables.put(start + "_PORT_START", Integer.toString(first.number()));
    variables.put(end + "_END", url(last));
    variables.put(end + "_PORT_END", Integer.toString(last.number()));
  }

  private String url(ExposedPort port) {
    return port.protocol().lower() + "://" + address + ":" + port.number();
  }
}
