package io.viking.ports;

import java.util.Collection;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** The last events of this process. */
final class MemoryEvents implements EventLog {
  private final TreeMap<Long, LoggedEvent> events = new TreeMap<>();
  private long last;

  @Override
  public synchronized void add(Collection<LoggedEvent> added) {
    EventLog.check(added);
    added.forEach(event -> events.put(++last, event));
    events.headMap(last - KEPT, true).clear();
  }

  @Override
  public synchronized SortedMap<Long, LoggedEvent> after(long number) {
    return Collections.unmodifiableSortedMap(new TreeMap<>(events.tailMap(number, false)));
  }
}
