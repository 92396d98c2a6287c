package io.viking.docker.firewall;

import io.viking.model.ExposedPort;
import io.viking.model.Protocol;
import java.util.Comparator;
import java.util.List;

/**
 * Ports of one protocol that follow each other. Immutable.
 *
 * @param protocol the transport protocol
 * @param first the lowest, from 1
 * @param last the highest, to 65535
 */
public record PortSpan(Protocol protocol, int first, int last) implements Comparable<PortSpan> {
  private static final Comparator<PortSpan> ORDER =
      Comparator.comparing(PortSpan::protocol)
          .thenComparingInt(PortSpan::first)
          .thenComparingInt(PortSpan::last);

  /**
   * @throws IllegalArgumentException if the ends are out of order or no ports
   */
  public PortSpan {
    ExposedPort lowest = new ExposedPort(first, protocol);
    ExposedPort highest = new ExposedPort(last, protocol);
    if (lowest.number() > highest.number()) {
      throw new IllegalArgumentException("ports " + first + "-" + last + " end before they start");
    }
  }

  /** One port. */
  static PortSpan of(ExposedPort port) {
    return new PortSpan(port.protocol(), port.number(), port.number());
  }

  /**
   * Reads {@code 22}, {@code 53/udp} or {@code 8000-8010/tcp}; TCP where no protocol is given.
   *
   * @throws IllegalArgumentException if the text is none of these
   */
  public static PortSpan parse(String text) {
    List<ExposedPort> ports = ExposedPort.parseRange(text);
    ExposedPort last = ports.get(ports.size() - 1);
    return new PortSpan(last.protocol(), ports.get(0).number(), last.number());
  }

  @Override
  public int compareTo(PortSpan other) {
    return ORDER.compare(this, other);
  }

  /** The numbers alone: {@code 22}, or {@code 8000-8010}. */
  String numbers(String dash) {
    return first == last ? Integer.toString(first) : first + dash + last;
  }

  /** {@code 22/tcp}, {@code 8000-8010/tcp}. */
  @Override
  public String toString() {
    return numbers("-") + "/" + protocol.lower();
  }
}
