package io.viking.ports;

/** The range has fewer free numbers than were asked for; nothing was recorded. */
public final class PortsExhaustedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient PortRange range;

  /** For that range, of which {@code free} numbers were left when {@code wanted} were asked for. */
  public PortsExhaustedException(PortRange range, int wanted, int free) {
    super(
        "no port is left: "
            + wanted
            + " wanted, "
            + free
            + " free in the range "
            + range
            + ".\n  Fix: configure a larger range, or release ports of services that are gone;"
            + " 'viking ports withheld' lists those that are in quarantine or skipped.");
    this.range = range;
  }

  /** The range that is used up. */
  public PortRange range() {
    return range;
  }
}
