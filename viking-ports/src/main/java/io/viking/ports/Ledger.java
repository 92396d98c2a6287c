package io.viking.ports;

import io.viking.model.PortTable;
import io.viking.model.ServicePort;
import java.util.BitSet;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which numbers are given, and which one is tried next. Immutable, pure.
 *
 * @param next the first number to try
 * @param table the numbers given
 */
record Ledger(int next, PortTable table) {
  static Ledger empty(PortRange range) {
    return new Ledger(range.first(), PortTable.empty());
  }

  /**
   * This ledger with a number for each of these.
   *
   * @return this ledger itself if it has them all
   * @throws PortsExhaustedException if the range has not enough numbers left
   */
  Ledger with(Collection<ServicePort> ports, PortRange range) {
    List<ServicePort> missing =
        ports.stream().distinct().filter(port -> table.find(port).isEmpty()).toList();
    if (missing.isEmpty()) {
      return this;
    }
    BitSet taken = new BitSet();
    table.asMap().values().forEach(taken::set);
    PortChooser.Choice choice = PortChooser.choose(range, next, missing.size(), taken);
    Map<ServicePort, Integer> all = new LinkedHashMap<>(table.asMap());
    for (int i = 0; i < missing.size(); i++) {
      all.put(missing.get(i), choice.numbers().get(i));
    }
    return new Ledger(choice.next(), PortTable.of(all));
  }

  /** This ledger without that service port. */
  Ledger without(ServicePort port) {
    Map<ServicePort, Integer> rest = new LinkedHashMap<>(table.asMap());
    rest.remove(port);
    return new Ledger(next, PortTable.of(rest));
  }

  /** The part of the table that is about these. */
  PortTable tableOf(Collection<ServicePort> ports) {
    Map<ServicePort, Integer> part = new LinkedHashMap<>();
    ports.forEach(port -> part.put(port, table.require(port)));
    return PortTable.of(part);
  }
}
