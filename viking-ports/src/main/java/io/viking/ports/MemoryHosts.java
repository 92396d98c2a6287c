package io.viking.ports;

import io.viking.model.Host;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The hosts and their reports in this process. */
final class MemoryHosts implements HostDirectory {
  private final Map<String, Host> byName = new TreeMap<>();
  private final Map<String, HostReport> reports = new TreeMap<>();
  private final Map<String, String> drained = new TreeMap<>();

  @Override
  public synchronized void announce(Host host) {
    byName.put(host.name(), host);
  }

  @Override
  public synchronized List<Host> hosts() {
    return List.copyOf(byName.values());
  }

  @Override
  public synchronized void report(HostReport report) {
    if (!report.readable()) {
      throw new IllegalArgumentException("an unreadable report cannot be recorded");
    }
    reports.put(report.host(), report);
  }

  @Override
  public synchronized List<HostReport> reports() {
    return List.copyOf(reports.values());
  }

  @Override
  public synchronized boolean forget(String host) {
    return reports.remove(host) != null;
  }

  @Override
  public synchronized boolean drain(String host, String by) {
    return drained.putIfAbsent(DrainedHost.checkHost(host), DrainedHost.of(by)) == null;
  }

  @Override
  public synchronized boolean uncordon(String host) {
    return drained.remove(host) != null;
  }

  @Override
  public synchronized SortedMap<String, String> drained() {
    return Collections.unmodifiableSortedMap(new TreeMap<>(drained));
  }

  /** Takes back what was announced; reports and drained hosts stay. */
  synchronized void clear() {
    byName.clear();
  }
}
