package io.viking.ports;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;

/** The last events as lines of a file that several processes share. */
final class LocalEvents implements EventLog {
  private static final LocalLines FORM = new LocalLines("# viking events 1");
  private static final String LOCK = "events.lock";

  private final LocalFolder folder;
  private final Path file;

  LocalEvents(LocalFolder folder) {
    this.folder = folder;
    this.file = folder.file("events");
  }

  @Override
  public void add(Collection<LoggedEvent> added) {
    EventLog.check(added);
    folder.locked(
        LOCK,
        () -> {
          NavigableMap<Long, LoggedEvent> events = read();
          long last = events.isEmpty() ? 0 : events.lastKey();
          for (LoggedEvent event : added) {
            events.put(++last, event);
          }
          events.headMap(last - KEPT, true).clear();
          FORM.write(
              file,
              events.entrySet().stream()
                  .map(event -> EventLine.write(event.getKey(), event.getValue()))
                  .toList());
          return last;
        });
  }

  /** Without the lock: the file is replaced as a whole. */
  @Override
  public SortedMap<Long, LoggedEvent> after(long number) {
    return Collections.unmodifiableSortedMap(read().tailMap(number, false));
  }

  private NavigableMap<Long, LoggedEvent> read() {
    NavigableMap<Long, LoggedEvent> events = new TreeMap<>();
    for (String line : folder.doing(() -> FORM.read(file))) {
      EventLine.read(line).ifPresent(event -> events.put(event.getKey(), event.getValue()));
    }
    return events;
  }
}
