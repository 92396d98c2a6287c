package io.viking.links;

import io.viking.model.ExposedPort;
import io.viking.model.InstanceId;
import io.viking.model.Link;
import io.viking.model.PortTable;
import io.viking.model.ServicePort;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToIntFunction;

/**
 * Translates links into variables. Pure and without state, so safe for use by several threads.
 *
 * <pre>{@code
 * LinkedService mongo =
 *     LinkedService.builder()
 *         .link(Link.parse("shared/mongo"))
 *         .target(ServiceName.of("shared", "mongo"))
 *         .addPorts(ExposedPort.tcp(27017))
 *         .build();
 * PortTable ports =
 *     PortTable.of(Map.of(new ServicePort(mongo.target(), ExposedPort.tcp(27017)), 1432));
 * Backend backend = Backend.of(URI.create("etcd://10.0.0.1:2379/viking/network"));
 *
 * LinkTranslator.variables("app_web_ba6d82", List.of(mongo), ports, backend)
 *     .get("SHARED_MONGO_PORT"); // tcp://backends:1432
 * }</pre>
 */
public final class LinkTranslator {
  private LinkTranslator() {}

  /**
   * All variables of the links of one container: Docker's, the short forms and {@code
   * BACKEND_<port>}.
   *
   * @param consumer the name of the container that gets the variables, without a slash
   * @param links its links with their targets
   * @param ports the allocated port of every port of every target
   * @param backend what the container reaches its links through
   * @return the variables sorted by name, unmodifiable; empty without links
   * @throws UnallocatedPortException if a target's port is not in the table
   * @throws VariableCollisionException if two links set one variable to different values
   */
  public static SortedMap<String, String> variables(
      String consumer, Collection<LinkedService> links, PortTable ports, Backend backend) {
    VariableCollector variables = new VariableCollector(consumer);
    for (LinkedService link : links) {
      String source = source(link);
      List<AllocatedPort> allocated = allocated(link, port -> number(consumer, link, port, ports));
      variables.add(source, DockerVariables.of(consumer, link, allocated, backend.host()));
      variables.add(source, SeedVariables.of(link, allocated, backend.host()));
      variables.add(source, backends(link, allocated, backend));
    }
    return variables.variables();
  }

  /**
   * The variables that Docker itself would set for the links of a container, were all on one host:
   * each port is reached under its own number, and there is no ambassador. That Docker does set the
   * same is tested against real engines; {@link io.viking.model.Link#env()} of {@code *} copies all
   * that Docker copies.
   *
   * @param consumer the name of the container that gets the variables, without a slash
   * @param link its link
   * @param address the linked container's address
   * @return the variables sorted by name, unmodifiable
   * @throws IllegalArgumentException if the address is neither an IPv4 address nor a name
   */
  public static SortedMap<String, String> dockerVariables(
      String consumer, LinkedService link, String address) {
    LinkHost.check(address);
    List<AllocatedPort> identity = allocated(link, port -> port.port().number());
    return Collections.unmodifiableSortedMap(
        new TreeMap<>(DockerVariables.of(consumer, link, identity, address)));
  }

  /**
   * The registrar's contract: {@code SERVICE_<port>_NAME} and {@code _ID} for each exposed port. A
   * number exposed on several protocols has one pair: the registrar adds the protocol itself.
   *
   * @return the variables sorted by name, unmodifiable; empty without ports
   */
  public static SortedMap<String, String> serviceVariables(
      InstanceId instance, List<ExposedPort> ports) {
    SortedMap<String, String> variables = new TreeMap<>();
    for (ExposedPort port : ports) {
      String name = "SERVICE_" + port.number();
      variables.put(name + "_NAME", instance.service().value() + "_" + port.number());
      variables.put(name + "_ID", instance.serviceId(port));
    }
    return Collections.unmodifiableSortedMap(variables);
  }

  /**
   * Which of a target's variables a link copies.
   *
   * @param link the link
   * @param names the names of the target's variables
   * @return from the name in the consumer, {@code PREFIX_ENV_<name>}, to the name at the target;
   *     sorted, unmodifiable
   */
  public static SortedMap<String, String> copiedVariables(Link link, Collection<String> names) {
    SortedMap<String, String> copied = new TreeMap<>();
    names.stream()
        .filter(name -> CopiedVariables.isCopied(link, name))
        .forEach(name -> copied.put(CopiedVariables.nameOf(link, name), name));
    return Collections.unmodifiableSortedMap(copied);
  }

  private static String source(LinkedService link) {
    return "link '" + link.link() + "'";
  }

  private static List<AllocatedPort> allocated(
      LinkedService link, ToIntFunction<ServicePort> numbers) {
    return link.ports().stream()
        .distinct()
        .sorted()
        .map(
            port ->
                new AllocatedPort(port, numbers.applyAsInt(new ServicePort(link.target(), port))))
        .toList();
  }

  private static int number(
      String consumer, LinkedService link, ServicePort port, PortTable ports) {
    return ports
        .find(port)
        .orElseThrow(() -> new UnallocatedPortException(consumer, link.link(), port, ports));
  }

  private static Map<String, String> backends(
      LinkedService link, List<AllocatedPort> ports, Backend backend) {
    Map<String, String> variables = new TreeMap<>();
    for (AllocatedPort port : ports) {
      String registryName = new ServicePort(link.target(), port.exposed()).registryName();
      variables.put("BACKEND_" + port.number(), backend.value(registryName));
    }
    return variables;
  }
}
