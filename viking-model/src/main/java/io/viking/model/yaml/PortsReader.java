package io.viking.model.yaml;

import io.viking.model.ExposedPort;
import io.viking.model.yaml.Node.Scalar;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code expose}. */
final class PortsReader {
  private final Values values;

  PortsReader(Values values) {
    this.values = values;
  }

  List<ExposedPort> read(Form form, Node value) {
    Map<ExposedPort, Scalar> ports = new LinkedHashMap<>();
    for (Scalar scalar : values.scalars(form, value)) {
      if (scalar.text().contains(":")) {
        hostPort(form, scalar);
        continue;
      }
      Optional<List<ExposedPort>> range = values.parse(form, scalar, ExposedPort::parseRange);
      range.ifPresent(list -> list.forEach(port -> add(form, ports, port, scalar)));
    }
    return List.copyOf(ports.keySet());
  }

  private void add(Form form, Map<ExposedPort, Scalar> ports, ExposedPort port, Scalar scalar) {
    Scalar first = ports.putIfAbsent(port, scalar);
    if (first != null) {
      values.twice("port " + port + " in `" + form.key() + "`", scalar, first);
    }
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
