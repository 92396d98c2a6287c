package io.viking.model;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/** Which cluster-unique port each service port has been given; sorted, without duplicates. */
public final class PortTable {
  private static final PortTable EMPTY = new PortTable(new TreeMap<>());

  private final SortedMap<ServicePort, Integer> allocated;

  private PortTable(SortedMap<ServicePort, Integer> allocated) {
    this.allocated = allocated;
  }

  /** The table without an entry. */
  public static PortTable empty() {
    return EMPTY;
  }

  /**
   * The table with these entries.
   *
   * @throws IllegalArgumentException if two service ports share a number, or one is outside 1-65535
   */
  public static PortTable of(Map<ServicePort, Integer> entries) {
    Map<Integer, ServicePort> owners = new HashMap<>();
    entries.forEach(
        (port, number) -> {
          if (number < 1 || number > 65535) {
            throw new IllegalArgumentException(
                "allocated port must be 1-65535 but was " + number + " for " + port);
          }
          ServicePort other = owners.put(number, port);
          if (other != null) {
            throw new IllegalArgumentException(
                "port " + number + " is given to both " + other + " and " + port);
          }
        });
    return new PortTable(new TreeMap<>(entries));
  }

  /** The number of that service port, or empty where none has been allocated. */
  public OptionalInt find(ServicePort port) {
    Integer number = allocated.get(port);
    return number == null ? OptionalInt.empty() : OptionalInt.of(number);
  }

  /**
   * The number of that service port.
   *
   * @throws NoSuchElementException if none has been allocated
   */
  public int require(ServicePort port) {
    return find(port)
        .orElseThrow(() -> new NoSuchElementException("no port is allocated for " + port));
  }

  /** This table and the other's entries. The other wins where both have a service port. */
  public PortTable plus(PortTable other) {
    Map<ServicePort, Integer> both = new HashMap<>(allocated);
    both.putAll(other.allocated);
    return of(both);
  }

  /** All entries in the order of their service ports; unmodifiable. */
  public Map<ServicePort, Integer> asMap() {
    return Collections.unmodifiableSortedMap(allocated);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PortTable table && allocated.equals(table.allocated);
  }

  @Override
  public int hashCode() {
    return allocated.hashCode();
  }

  @Override
  public String toString() {
    return allocated.toString();
  }
}
