package io.viking.links;

import io.viking.model.ExposedPort;
import io.viking.model.Link;
import io.viking.model.PortTable;
import io.viking.model.ServiceName;
import io.viking.model.ServicePort;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A link leads to a port that the port table has no number for, so its variables cannot be told.
 */
public final class UnallocatedPortException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final transient ServicePort port;

  UnallocatedPortException(String consumer, Link link, ServicePort port, PortTable table) {
    super(
        "container '"
            + consumer
            + "': link '"
            + link
            + "' needs port "
            + port.port()
            + " of service '"
            + port.service().path()
            + "', for which no port is allocated.\n"
            + known(port.service(), table)
            + "  Fix: allocate all ports of '"
            + port.service().path()
            + "' first.");
    this.port = port;
  }

  /** The port that has no number. */
  public ServicePort port() {
    return port;
  }

  private static String known(ServiceName service, PortTable table) {
    String known =
        table.asMap().entrySet().stream()
            .filter(entry -> entry.getKey().service().equals(service))
            .map(UnallocatedPortException::entry)
            .collect(Collectors.joining(", "));
    return "  The port table has for it: " + (known.isEmpty() ? "nothing" : known) + ".\n";
  }

  private static String entry(Map.Entry<ServicePort, Integer> entry) {
    ExposedPort exposed = entry.getKey().port();
    return exposed + " -> " + entry.getValue();
  }
}
