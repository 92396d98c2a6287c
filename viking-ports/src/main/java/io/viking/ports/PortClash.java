package io.viking.ports;

import io.viking.model.ExposedPort;

/**
 * An allocated number on which a host's agent cannot listen, because something else of that host
 * has it.
 *
 * @param number the allocated number, 1 to 65535
 * @param reason what the host said, for people
 */
public record PortClash(int number, String reason) implements Comparable<PortClash> {
  /**
   * @throws IllegalArgumentException if the number is out of range
   */
  public PortClash {
    ExposedPort.tcp(number);
  }

  /** By number, then by reason. */
  @Override
  public int compareTo(PortClash other) {
    int byNumber = Integer.compare(number, other.number);
    return byNumber != 0 ? byNumber : reason.compareTo(other.reason);
  }

  /** {@code 10007: Address already in use}. */
  @Override
  public String toString() {
    return number + ": " + reason;
  }
}
