package io.viking.ports;

import io.viking.model.ServicePort;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** How stores that have all records at hand give numbers and take them back. */
final class PortLedger {
  private final PortRange range;
  private final Quarantine quarantine;
  private final Supplier<List<HostReport>> reports;

  PortLedger(PortRange range, Quarantine quarantine, Supplier<List<HostReport>> reports) {
    this.range = range;
    this.quarantine = quarantine;
    this.reports = reports;
  }

  /** A number that is withheld is given only where nothing else is left before it. */
  PortRecords allocate(PortRecords records, Collection<ServicePort> ports) {
    return records.with(ports, range, reusable(records));
  }

  PortRecords release(PortRecords records, ServicePort port) {
    return records.without(port, quarantine.end());
  }

  private Set<Integer> reusable(PortRecords records) {
    List<Integer> over = records.over(quarantine.now());
    if (over.isEmpty()) {
      return Set.of();
    }
    List<HostReport> all = reports.get();
    return over.stream()
        .filter(number -> all.stream().noneMatch(report -> report.mayCarry(number)))
        .collect(Collectors.toSet());
  }
}
