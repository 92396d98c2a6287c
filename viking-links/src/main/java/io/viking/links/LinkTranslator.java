package io.viking.links;

import io.viking.model.ExposedPort;
import io.viking.model.InstanceId;
import io.viking.model.PortTable;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Translates links into variables. Pure and without state. */
public final class LinkTranslator {
  private LinkTranslator() {}

  /**
   * All variables of the links of one container, sorted by name.
   *
   * @param consumer the name of the container that gets the variables, without a slash
   * @param links its links with their targets
   * @param ports the allocated port of every port of every target
   * @param backend what the container reaches its links through
   */
  public static Map<String, String> variables(
      String consumer, Collection<LinkedService> links, PortTable ports, Backend backend) {
    return new TreeMap<>();
  }

  /**
   * The registrar's contract: {@code SERVICE_<port>_NAME} and {@code _ID} for each exposed port,
   * sorted by name.
   */
  public static Map<String, String> serviceVariables(InstanceId instance, List<ExposedPort> ports) {
    return new TreeMap<>();
  }
}
