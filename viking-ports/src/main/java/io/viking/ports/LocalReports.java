package io.viking.ports;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The hosts' reports as lines of a file that outlives its writer: the containers do, too. */
final class LocalReports {
  private static final LocalLines FORM = new LocalLines("# viking reports 1");
  private static final String LOCK = "reports.lock";

  private final LocalFolder folder;
  private final Path file;

  LocalReports(LocalFolder folder) {
    this.folder = folder;
    this.file = folder.file("reports");
  }

  /** Without the lock: the file is replaced as a whole. */
  List<HostReport> all() {
    return List.copyOf(read().values());
  }

  void record(HostReport report) {
    if (!report.readable()) {
      throw new IllegalArgumentException("an unreadable report cannot be recorded");
    }
    folder.locked(
        LOCK,
        () -> {
          Map<String, HostReport> reports = read();
          if (!report.equals(reports.put(report.host(), report))) {
            FORM.write(file, lines(reports));
          }
          return reports;
        });
  }

  boolean forget(String host) {
    return folder.locked(
        LOCK,
        () -> {
          Map<String, HostReport> reports = read();
          boolean known = reports.remove(host) != null;
          if (known) {
            FORM.write(file, lines(reports));
          }
          return known;
        });
  }

  /** A line that cannot be read does not say whose it is, so that none can be trusted to be all. */
  private Map<String, HostReport> read() {
    Map<String, HostReport> reports = new TreeMap<>();
    for (String line : folder.doing(() -> FORM.read(file))) {
      try {
        HostReport report = ReportRecord.read(line);
        reports.put(report.host(), report);
      } catch (IllegalArgumentException e) {
        throw FORM.corrupt(file, String.valueOf(e.getMessage()));
      }
    }
    return reports;
  }

  private static List<String> lines(Map<String, HostReport> reports) {
    return reports.values().stream().map(ReportRecord::write).toList();
  }
}
