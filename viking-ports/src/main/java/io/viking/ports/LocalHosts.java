package io.viking.ports;

import io.viking.model.Host;
import java.util.List;
import java.util.SortedMap;

/** The hosts in a file that the agent writes; they count as long as it lives. */
final class LocalHosts implements HostDirectory {
  private final LocalFolder folder;
  private final LocalRegistrar registrar;
  private final LocalReports reports;
  private final LocalDrains drains;

  LocalHosts(LocalFolder folder, LocalRegistrar registrar) {
    this.folder = folder;
    this.registrar = registrar;
    this.reports = new LocalReports(folder);
    this.drains = new LocalDrains(folder);
  }

  @Override
  public void announce(Host host) {
    registrar.announce(host);
  }

  @Override
  public List<Host> hosts() {
    if (!AgentSocket.answers(folder.file(LocalRegistrar.SOCKET))) {
      return List.of();
    }
    // The registrar writes them by name.
    List<String> lines =
        folder.doing(() -> LocalRegistrar.HOSTS_FORM.read(folder.file(LocalRegistrar.HOSTS)));
    try {
      return lines.stream().map(HostRecord::read).toList();
    } catch (IllegalArgumentException e) {
      throw LocalRegistrar.HOSTS_FORM.corrupt(
          folder.file(LocalRegistrar.HOSTS), String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void report(HostReport report) {
    reports.record(report);
  }

  @Override
  public List<HostReport> reports() {
    return reports.all();
  }

  @Override
  public boolean forget(String host) {
    return reports.forget(host);
  }

  @Override
  public boolean drain(String host, String by) {
    return drains.drain(host, by);
  }

  @Override
  public boolean uncordon(String host) {
    return drains.uncordon(host);
  }

  @Override
  public SortedMap<String, String> drained() {
    return drains.all();
  }
}
