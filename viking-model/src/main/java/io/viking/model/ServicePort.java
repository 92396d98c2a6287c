package io.viking.model;

import java.util.Comparator;

/**
 * One exposed port of one service: what a cluster-unique port is allocated for.
 *
 * @param service the service
 * @param port the port its containers expose
 */
public record ServicePort(ServiceName service, ExposedPort port)
    implements Comparable<ServicePort> {
  private static final Comparator<ServicePort> ORDER =
      Comparator.comparing(ServicePort::service).thenComparing(ServicePort::port);

  /**
   * Reads {@code stack/job/port/protocol}, the form of the keys in etcd.
   *
   * @throws IllegalArgumentException if the text has another form
   */
  public static ServicePort parse(String path) {
    String[] parts = path.split("/", -1);
    if (parts.length != 4) {
      throw new IllegalArgumentException(
          "service port '" + path + "' must be written STACK/JOB/PORT/PROTOCOL");
    }
    return new ServicePort(
        ServiceName.of(parts[0], parts[1]), ExposedPort.parse(parts[2] + "/" + parts[3]));
  }

  /** {@code <stack>/<job>/<port>/<protocol>}: the form of the keys in etcd. */
  public String path() {
    return service.path() + "/" + port.number() + "/" + port.protocol().lower();
  }

  /**
   * {@code <stack>_<job>_<port>}: the name under which endpoints are registered. Ports of another
   * protocol than TCP end in {@code _udp} or {@code _sctp}, so that one number exposed on two
   * protocols gives two names.
   */
  public String registryName() {
    String name = service.value() + "_" + port.number();
    return port.protocol() == Protocol.TCP ? name : name + "_" + port.protocol().lower();
  }

  @Override
  public int compareTo(ServicePort other) {
    return ORDER.compare(this, other);
  }

  /** The same as {@link #path()}. */
  @Override
  public String toString() {
    return path();
  }
}
