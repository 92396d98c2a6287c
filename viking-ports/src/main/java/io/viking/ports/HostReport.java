package io.viking.ports;

import io.viking.model.ExposedPort;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.immutables.value.Value;

/**
 * What one host said last about the allocated numbers: which of them its containers carry, and on
 * which of them its agent cannot listen. Immutable.
 *
 * <p>A report outlives its agent: the containers of a host that is cut off still carry what they
 * were started with. So a number that any report {@linkplain #mayCarry may carry} must not be given
 * to another service.
 */
@Value.Immutable
public abstract class HostReport {
  HostReport() {}

  /** The name of the host. */
  public abstract String host();

  /**
   * The numbers of which a container of the host, running or not, has {@code BACKEND_<number>}.
   * Empty where the report cannot be read; ask {@link #mayCarry}.
   */
  @Value.NaturalOrder
  public abstract SortedSet<Integer> carried();

  /** The numbers on which the host's agent cannot listen, in order, each once. */
  public abstract List<PortClash> clashes();

  /** False if the store holds a report of this host that this version of viking cannot read. */
  @Value.Default
  public boolean readable() {
    return true;
  }

  /**
   * The report of that host; of two clashes with one number, the first one.
   *
   * @throws IllegalArgumentException if the name could not stand in a key or a number is not a port
   */
  public static HostReport of(
      String host, Collection<Integer> carried, Collection<PortClash> clashes) {
    SortedMap<Integer, PortClash> byNumber = new TreeMap<>();
    clashes.forEach(clash -> byNumber.putIfAbsent(clash.number(), clash));
    return ImmutableHostReport.builder()
        .host(host)
        .addAllCarried(carried)
        .addAllClashes(byNumber.values())
        .build();
  }

  /** Stands for a report that is there but cannot be read: its host may carry any number. */
  public static HostReport unreadable(String host) {
    return ImmutableHostReport.builder().host(host).readable(false).build();
  }

  /** Whether a container of the host may have that number: it has, or nobody can tell. */
  public final boolean mayCarry(int number) {
    return !readable() || carried().contains(number);
  }

  @Value.Check
  void check() {
    // The name of one that cannot be read is whatever stands in its key.
    if (readable() && !Endpoint.isKeyPart(host())) {
      throw new IllegalArgumentException(
          "host must be letters, digits, '_', '.', ':' and '-' but was '" + host() + "'");
    }
    carried().forEach(ExposedPort::tcp);
  }
}
