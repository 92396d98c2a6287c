package io.viking.ports;

/**
 * The numbers that an allocator may give, both ends included.
 *
 * @param first the lowest, 1 to 65535
 * @param last the highest, not below the first, at most 65535
 */
public record PortRange(int first, int last) {
  /**
   * 10000 to 29999: above the well-known ports, below what Kubernetes gives to node ports (30000)
   * and below the kernel's ephemeral range (32768 to 60999 unless {@code ip_local_port_range} says
   * otherwise), from which engines publish and from which outgoing connections take their ports.
   */
  public static final PortRange DEFAULT = new PortRange(10000, 29999);

  /**
   * @throws IllegalArgumentException if the ends are out of order or outside 1 to 65535
   */
  public PortRange {
    if (first < 1 || last > 65535 || last < first) {
      throw new IllegalArgumentException(
          "port range must lie within 1-65535, low end first, but was " + first + "-" + last);
    }
  }

  /** Whether the number lies in the range. */
  public boolean contains(int number) {
    return number >= first && number <= last;
  }

  /** How many numbers the range has. */
  public int size() {
    return last - first + 1;
  }

  /** {@code 10000-29999}. */
  @Override
  public String toString() {
    return first + "-" + last;
  }
}
