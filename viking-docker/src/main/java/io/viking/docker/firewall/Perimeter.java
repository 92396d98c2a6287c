package io.viking.docker.firewall;

import io.viking.model.ExposedPort;
import io.viking.model.Protocol;
import io.viking.ports.PortRange;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.immutables.value.Value;

/**
 * What the firewall of one host has to know, as plain data: who belongs to the cluster, and what is
 * to be protected on this host. Immutable.
 *
 * <pre>{@code
 * Perimeter perimeter =
 *     Perimeter.builder()
 *         .addTrusted(AddressBlock.parse("10.0.0.1"), AddressBlock.parse("10.0.0.2"))
 *         .addBridgeNames("docker0")
 *         .addOpen(PortSpan.parse("443"))
 *         .build();
 * RuleSet rules = RuleSet.of(perimeter);
 * }</pre>
 */
@Value.Immutable
public abstract class Perimeter {
  private static final List<PortSpan> CONTROL =
      Stream.of(2375, 2376, 2379, 2380).map(port -> PortSpan.of(ExposedPort.tcp(port))).toList();

  Perimeter() {}

  /** The cluster's hosts, and whom the operator trusts as much. */
  public abstract Set<AddressBlock> trusted();

  /** What everybody may reach, by the port that is dialled. */
  public abstract Set<PortSpan> open();

  /** Where engines and etcd listen on hosts; default 2375, 2376, 2379, 2380, over TCP. */
  @Value.Default
  public Set<PortSpan> controlPorts() {
    return Set.copyOf(CONTROL);
  }

  /**
   * The ports of this host on which containers are published. Where the kernel translates them they
   * are found without; where the engine's own proxy listens on them they are not.
   */
  public abstract Set<PortSpan> published();

  /** The interfaces of this host behind which its containers are. */
  public abstract Set<String> bridgeNames();

  /** The same, sorted. */
  SortedSet<String> bridges() {
    return new TreeSet<>(bridgeNames());
  }

  /** The addresses of this host that its ambassador listens on, or may. */
  public abstract Set<AddressBlock> gateways();

  /** The numbers that the ambassador may listen on. */
  @Value.Default
  public PortRange allocated() {
    return PortRange.DEFAULT;
  }

  /** The same, over TCP and UDP. */
  List<PortSpan> allocatedSpans() {
    return Stream.of(Protocol.TCP, Protocol.UDP)
        .map(protocol -> new PortSpan(protocol, allocated().first(), allocated().last()))
        .toList();
  }

  @Value.Check
  void check() {
    for (String name : bridgeNames()) {
      // What the kernel takes, less what a rule could misread.
      if (!name.matches("[A-Za-z0-9._-]{1,15}")) {
        throw new IllegalArgumentException(
            "'" + name + "' is no name of an interface.\n  Fix: write it as in docker0");
      }
    }
  }

  /** A builder; nothing is required. */
  public static Builder builder() {
    return new Builder();
  }

  /** Builds a {@link Perimeter}; not safe for use by several threads. */
  public static final class Builder extends ImmutablePerimeter.Builder {
    Builder() {}

    /** Adds an address of this host that its ambassador listens on. */
    public Builder addGateway(InetAddress address) {
      addGateways(AddressBlock.of(address));
      return this;
    }
  }
}
