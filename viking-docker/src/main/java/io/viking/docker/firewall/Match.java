package io.viking.docker.firewall;

import java.util.List;

/** What a packet must be for a {@link Rule}. */
sealed interface Match {
  /** Whether no packet can be this, since it names nothing. */
  default boolean isEmpty() {
    return false;
  }

  /** Of a connection that is open already, or an error about one (RFC 4890, path MTU). */
  record Established() implements Match {}

  /** Came in over the loopback interface. */
  record Loopback() implements Match {}

  /** Came in over one of these interfaces. */
  record Enters(List<String> interfaces) implements Match {
    @Override
    public boolean isEmpty() {
      return interfaces.isEmpty();
    }
  }

  /** Leaves over one of these interfaces. */
  record Leaves(List<String> interfaces) implements Match {
    @Override
    public boolean isEmpty() {
      return interfaces.isEmpty();
    }
  }

  /** From one of these addresses. */
  record Sources(List<AddressBlock> blocks) implements Match {
    @Override
    public boolean isEmpty() {
      return blocks.isEmpty();
    }
  }

  /** To one of these addresses, after translation. */
  record Destinations(List<AddressBlock> blocks) implements Match {
    @Override
    public boolean isEmpty() {
      return blocks.isEmpty();
    }
  }

  /** To what was one of these addresses before any translation: what the client dialled. */
  record DialledAddresses(List<AddressBlock> blocks) implements Match {
    @Override
    public boolean isEmpty() {
      return blocks.isEmpty();
    }
  }

  /** To one of these ports, after translation: what the server listens on. */
  record Ports(PortSpans ports) implements Match {
    @Override
    public boolean isEmpty() {
      return ports.isEmpty();
    }
  }

  /** To what was one of these ports before any translation: what the client dialled. */
  record DialledPorts(PortSpans ports) implements Match {
    @Override
    public boolean isEmpty() {
      return ports.isEmpty();
    }
  }

  /** Of a connection whose destination this host has translated. */
  record Translated() implements Match {}
}
