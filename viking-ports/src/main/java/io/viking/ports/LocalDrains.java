package io.viking.ports;

import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The drained hosts as lines of a file that several processes share: {@code host who, when}. */
final class LocalDrains {
  private static final LocalLines FORM = new LocalLines("# viking drained hosts 1");
  private static final String LOCK = "drained.lock";

  private final LocalFolder folder;
  private final Path file;

  LocalDrains(LocalFolder folder) {
    this.folder = folder;
    this.file = folder.file("drained");
  }

  /** Without the lock: the file is replaced as a whole. */
  SortedMap<String, String> all() {
    return Collections.unmodifiableSortedMap(read());
  }

  boolean drain(String host, String by) {
    DrainedHost.checkHost(host);
    String record = DrainedHost.of(by);
    return change(drained -> drained.putIfAbsent(host, record) == null);
  }

  boolean uncordon(String host) {
    return change(drained -> drained.remove(host) != null);
  }

  /** Changes the hosts, and says whether it did. */
  @FunctionalInterface
  private interface Change {
    boolean make(Map<String, String> drained);
  }

  private boolean change(Change change) {
    return folder.locked(
        LOCK,
        () -> {
          Map<String, String> drained = read();
          boolean changed = change.make(drained);
          if (changed) {
            FORM.write(
                file,
                drained.entrySet().stream()
                    .map(drain -> drain.getKey() + " " + drain.getValue())
                    .toList());
          }
          return changed;
        });
  }

  private SortedMap<String, String> read() {
    SortedMap<String, String> drained = new TreeMap<>();
    for (String line : folder.doing(() -> FORM.read(file))) {
      String[] parts = line.split(" ", 2);
      if (parts.length != 2) {
        throw new CorruptStoreException(
            "%s: expected 'HOST WHO, WHEN' but found '%s'.%n  Fix: mend or remove that line."
                .formatted(file, line),
            null);
      }
      drained.put(parts[0], parts[1]);
    }
    return drained;
  }
}
