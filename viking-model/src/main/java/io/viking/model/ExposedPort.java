package io.viking.model;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A port that a container listens on.
 *
 * <p>The natural order is the one in which Docker chooses the port of {@code ALIAS_PORT}: TCP
 * before all others, then by protocol name, then by number (moby {@code daemon/links}, engine 28).
 *
 * @param number the port, 1 to 65535
 * @param protocol the transport protocol
 */
public record ExposedPort(int number, Protocol protocol) implements Comparable<ExposedPort> {
  private static final Comparator<ExposedPort> DOCKER_ORDER =
      Comparator.comparing((ExposedPort port) -> port.protocol != Protocol.TCP)
          .thenComparing(port -> port.protocol.name())
          .thenComparingInt(ExposedPort::number);

  private static final int MAX_PORT = 65535;

  /**
   * @throws IllegalArgumentException if the number is outside 1 to 65535
   */
  public ExposedPort {
    if (number < 1 || number > MAX_PORT) {
      throw new IllegalArgumentException("port must be 1-65535 but was " + number);
    }
  }

  /** The TCP port of that number. */
  public static ExposedPort tcp(int number) {
    return new ExposedPort(number, Protocol.TCP);
  }

  /** The UDP port of that number. */
  public static ExposedPort udp(int number) {
    return new ExposedPort(number, Protocol.UDP);
  }

  /**
   * Reads {@code 80} or {@code 80/tcp}; TCP where no protocol is given.
   *
   * @throws IllegalArgumentException if the text is not a port
   */
  public static ExposedPort parse(String text) {
    List<ExposedPort> ports = parseRange(text);
    if (ports.size() != 1) {
      throw new IllegalArgumentException("'" + text + "' is a range where one port is needed");
    }
    return ports.get(0);
  }

  /**
   * Reads {@code 80}, {@code 80/udp} or a range, {@code 8000-8005/tcp}, with both ends included.
   *
   * @return the ports in ascending order, never empty
   * @throws IllegalArgumentException if the text is neither
   */
  public static List<ExposedPort> parseRange(String text) {
    int slash = text.indexOf('/');
    String numbers = slash < 0 ? text : text.substring(0, slash);
    Protocol protocol = slash < 0 ? Protocol.TCP : Protocol.parse(text.substring(slash + 1));
    int dash = numbers.indexOf('-');
    int first = number(dash < 0 ? numbers : numbers.substring(0, dash), text);
    int last = dash < 0 ? first : number(numbers.substring(dash + 1), text);
    if (last < first) {
      throw new IllegalArgumentException("port range '" + text + "' ends before it starts");
    }
    return IntStream.rangeClosed(first, last).mapToObj(n -> new ExposedPort(n, protocol)).toList();
  }

  private static int number(String digits, String text) {
    // Not Integer.parseInt alone: that takes '+80' and digits of other scripts.
    if (!digits.matches("[0-9]{1,5}")
        || Integer.parseInt(digits) < 1
        || Integer.parseInt(digits) > MAX_PORT) {
      throw new IllegalArgumentException(
          "port '" + text + "' is not valid: must be 1-65535, as in 80, 80/tcp or 8000-8005/udp");
    }
    return Integer.parseInt(digits);
  }

  @Override
  public int compareTo(ExposedPort other) {
    return DOCKER_ORDER.compare(this, other);
  }

  /** {@code 80/tcp}, as in the engine's API. */
  @Override
  public String toString() {
    return number + "/" + protocol.lower();
  }
}
