package io.viking.ports;

import io.viking.model.PortTable;
import io.viking.model.ServicePort;
import java.util.Collection;
import java.util.List;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** The port records in a ledger file that several processes share. */
final class LocalPorts implements PortAllocator {
  private final LocalFolder folder;
  private final LedgerFile file;
  private final PortLedger rules;

  LocalPorts(
      LocalFolder folder,
      PortRange range,
      Quarantine quarantine,
      Supplier<List<HostReport>> reports) {
    this.folder = folder;
    this.file = new LedgerFile(folder.file("ports"));
    this.rules = new PortLedger(range, quarantine, reports);
  }

  @Override
  public PortTable allocate(Collection<ServicePort> ports) {
    return change(records -> rules.allocate(records, ports)).after().tableOf(ports);
  }

  @Override
  public OptionalInt find(ServicePort port) {
    return list().find(port);
  }

  @Override
  public PortTable list() {
    return export().table();
  }

  @Override
  public boolean release(ServicePort port) {
    return change(records -> rules.release(records, port)).before().table().find(port).isPresent();
  }

  @Override
  public SortedMap<Integer, Withheld> withheld() {
    return export().withheld();
  }

  @Override
  public void skip(Collection<Integer> numbers) {
    Collection<Integer> checked = PortNumbers.check(numbers);
    change(records -> records.skipping(checked, true));
  }

  @Override
  public void unskip(Collection<Integer> numbers) {
    Collection<Integer> checked = PortNumbers.check(numbers);
    change(records -> records.skipping(checked, false));
  }

  /** Without the lock: the file is replaced as a whole. */
  @Override
  public PortRecords export() {
    return folder.doing(file::read);
  }

  @Override
  public void restore(PortRecords added) {
    change(records -> records.plus(added));
  }

  private record Change(PortRecords before, PortRecords after) {}

  private Change change(UnaryOperator<PortRecords> change) {
    return folder.locked(
        "ports.lock",
        () -> {
          PortRecords before = file.read();
          PortRecords after = change.apply(before);
          if (!after.equals(before)) {
            file.write(after);
          }
          return new Change(before, after);
        });
  }
}
