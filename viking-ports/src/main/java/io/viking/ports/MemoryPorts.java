package io.viking.ports;

import io.viking.model.PortTable;
import io.viking.model.ServicePort;
import java.util.Collection;
import java.util.OptionalInt;

/** The port records of one process, gone with it. */
final class MemoryPorts implements PortAllocator {
  private final PortRange range;
  private Ledger ledger;

  MemoryPorts(PortRange range) {
    this.range = range;
    this.ledger = Ledger.empty(range);
  }

  @Override
  public synchronized PortTable allocate(Collection<ServicePort> ports) {
    ledger = ledger.with(ports, range);
    return ledger.tableOf(ports);
  }

  @Override
  public synchronized OptionalInt find(ServicePort port) {
    return ledger.table().find(port);
  }

  @Override
  public synchronized PortTable list() {
    return ledger.table();
  }

  @Override
  public synchronized boolean release(ServicePort port) {
    boolean recorded = ledger.table().find(port).isPresent();
    ledger = ledger.without(port);
    return recorded;
  }
}
