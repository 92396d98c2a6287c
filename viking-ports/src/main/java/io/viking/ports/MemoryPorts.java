package io.viking.ports;

import io.viking.model.PortTable;
import io.viking.model.ServicePort;
import java.util.Collection;
import java.util.List;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.function.Supplier;

/** The port records of one process, gone with it. */
final class MemoryPorts implements PortAllocator {
  private final PortLedger rules;
  private PortRecords records = PortRecords.empty();

  MemoryPorts(PortRange range, Quarantine quarantine, Supplier<List<HostReport>> reports) {
    this.rules = new PortLedger(range, quarantine, reports);
  }

  @Override
  public synchronized PortTable allocate(Collection<ServicePort> ports) {
    records = rules.allocate(records, ports);
    return records.tableOf(ports);
  }

  @Override
  public synchronized OptionalInt find(ServicePort port) {
    return records.table().find(port);
  }

  @Override
  public synchronized PortTable list() {
    return records.table();
  }

  @Override
  public synchronized boolean release(ServicePort port) {
    boolean recorded = records.table().find(port).isPresent();
    records = rules.release(records, port);
    return recorded;
  }

  @Override
  public synchronized SortedMap<Integer, Withheld> withheld() {
    return records.withheld();
  }

  @Override
  public synchronized void skip(Collection<Integer> numbers) {
    records = records.skipping(PortNumbers.check(numbers), true);
  }

  @Override
  public synchronized void unskip(Collection<Integer> numbers) {
    records = records.skipping(PortNumbers.check(numbers), false);
  }

  @Override
  public synchronized PortRecords export() {
    return records;
  }

  @Override
  public synchronized void restore(PortRecords added) {
    records = records.plus(added);
  }
}
