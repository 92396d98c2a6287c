package io.viking.docker.ambassador;

import io.viking.model.Protocol;
import java.util.Comparator;

/**
 * One port that the ambassador listens on.
 *
 * @param port the allocated port, 1 to 65535
 * @param protocol the transport protocol of the service behind it
 */
public record PortKey(int port, Protocol protocol) implements Comparable<PortKey> {
  private static final Comparator<PortKey> ORDER =
      Comparator.comparingInt(PortKey::port).thenComparing(PortKey::protocol);

  /**
   * @throws IllegalArgumentException if the port is out of range
   */
  public PortKey {
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("allocated port must be 1-65535 but was " + port);
    }
  }

  /** That port of TCP. */
  public static PortKey tcp(int port) {
    return new PortKey(port, Protocol.TCP);
  }

  /** That port of UDP. */
  public static PortKey udp(int port) {
    return new PortKey(port, Protocol.UDP);
  }

  @Override
  public int compareTo(PortKey other) {
    return ORDER.compare(this, other);
  }

  /** {@code 1432/tcp}. */
  @Override
  public String toString() {
    return port + "/" + protocol.lower();
  }
}
