package io.viking.ports;

import io.viking.model.PortTable;
import io.viking.model.ServicePort;
import java.io.IOException;
import java.util.Collection;
import java.util.OptionalInt;

/** The port records in a ledger file that several processes share. */
final class LocalPorts implements PortAllocator {
  private final LocalFolder folder;
  private final LedgerFile file;
  private final PortRange range;

  LocalPorts(LocalFolder folder, PortRange range) {
    this.folder = folder;
    this.range = range;
    this.file = new LedgerFile(folder.file("ports"), range);
  }

  @Override
  public PortTable allocate(Collection<ServicePort> ports) {
    return folder.locked(
        "ports.lock",
        () -> {
          Ledger before = file.read();
          Ledger after = before.with(ports, range);
          write(before, after);
          return after.tableOf(ports);
        });
  }

  @Override
  public OptionalInt find(ServicePort port) {
    return list().find(port);
  }

  /** Without the lock: the file is replaced as a whole. */
  @Override
  public PortTable list() {
    return folder.doing(file::read).table();
  }

  @Override
  public boolean release(ServicePort port) {
    return folder.locked(
        "ports.lock",
        () -> {
          Ledger before = file.read();
          Ledger after = before.without(port);
          write(before, after);
          return !after.equals(before);
        });
  }

  private void write(Ledger before, Ledger after) throws IOException {
    if (!after.equals(before)) {
      file.write(after);
    }
  }
}
