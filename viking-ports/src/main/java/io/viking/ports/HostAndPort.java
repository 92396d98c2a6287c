package io.viking.ports;

import io.viking.model.ExposedPort;

/**
 * An address as it stands in the registry: {@code 10.0.0.1:49153}, {@code [fd00::1]:49153}.
 *
 * @param host an IP address or a host name, without brackets
 * @param port 1 to 65535
 */
public record HostAndPort(String host, int port) implements Comparable<HostAndPort> {
  /**
   * @throws IllegalArgumentException if the host is empty or holds white space, '/', or brackets,
   *     or the port is out of range
   */
  public HostAndPort {
    if (!host.matches("[A-Za-z0-9_.:%-]+")) {
      throw new IllegalArgumentException("'" + host + "' is not a host name or an IP address");
    }
    ExposedPort.tcp(port);
  }

  /**
   * Reads {@code host:port}; an IPv6 address stands in brackets.
   *
   * @throws IllegalArgumentException if the text has another form
   */
  public static HostAndPort parse(String text) {
    int colon = text.lastIndexOf(':');
    String host = colon < 0 ? "" : text.substring(0, colon);
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    if (host.isEmpty() || bracketed != host.contains(":") || !isPort(text.substring(colon + 1))) {
      throw new IllegalArgumentException("'" + text + "' must be written HOST:PORT");
    }
    return new HostAndPort(
        bracketed ? host.substring(1, host.length() - 1) : host,
        Integer.parseInt(text.substring(colon + 1)));
  }

  private static boolean isPort(String digits) {
    return digits.matches("[0-9]{1,5}");
  }

  @Override
  public int compareTo(HostAndPort other) {
    int byHost = host.compareTo(other.host);
    return byHost != 0 ? byHost : Integer.compare(port, other.port);
  }

  /** The form that {@link #parse} reads. */
  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
