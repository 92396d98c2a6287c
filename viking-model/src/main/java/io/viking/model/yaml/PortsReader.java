package io.viking.model.yaml;

import io.viking.model.ExposedPort;
import io.viking.model.yaml.Node.Scalar;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code expose}. */
final class PortsReader {
  /** 65535 of each protocol. */
  private static final int ALL_THERE_ARE = 3 * 65535;

  private final Values values;

  PortsReader(Values values) {
    this.values = values;
  }

  List<ExposedPort> read(Form form, Node value) {
    Map<ExposedPort, Scalar> ports = new LinkedHashMap<>();
    int written = 0;
    for (Scalar scalar : values.scalars(form, value)) {
      if (written > ALL_THERE_ARE) {
        tooMany(form, scalar);
        break;
      }
      if (scalar.text().contains(":")) {
        hostPort(form, scalar);
        continue;
      }
      Optional<List<ExposedPort>> range = values.parse(form, scalar, ExposedPort::parseRange);
      range.ifPresent(list -> add(form, ports, list, scalar));
      written += range.map(List::size).orElse(0);
    }
    return List.copyOf(ports.keySet());
  }

  /** Of a range that was there before, one port is told of, not thousands. */
  private void add(
      Form form, Map<ExposedPort, Scalar> ports, List<ExposedPort> range, Scalar scalar) {
    Optional<ExposedPort> twice = range.stream().filter(ports::containsKey).findFirst();
    twice.ifPresent(
        port ->
            values.twice(
                "port " + port + " in `" + form.key() + "`",
                scalar,
                ports.getOrDefault(port, scalar)));
    if (twice.isEmpty()) {
      range.forEach(port -> ports.put(port, scalar));
    }
  }

  private void tooMany(Form form, Scalar scalar) {
    values.fault(form, scalar.place(), " names more ports than there are.", "name each port once.");
  }

  private void hostPort(Form form, Scalar scalar) {
    String inside = scalar.text().substring(scalar.text().lastIndexOf(':') + 1);
    values.fault(
        form,
        scalar.place(),
        ": '" + Quote.shorten(scalar.text()) + "' names a port of the host.",
        "write `" + Quote.shorten(inside) + "` only.",
        "The engine picks the port on the host; consumers find it through their variables.");
  }
}
