package io.viking.ports;

import io.viking.model.InstanceId;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** What is about to be removed in this process. */
final class MemoryDepartures implements Departures, AutoCloseable {
  private final Watchers<Set<InstanceId>> watchers = new Watchers<>("departures");
  private final Map<String, Map<InstanceId, Integer>> reports = new TreeMap<>();
  private Set<InstanceId> latest = Set.of();

  MemoryDepartures() {
    watchers.publish(latest);
  }

  /** Tells the watchers, if they are others than before. */
  synchronized void depart(Set<InstanceId> announced) {
    if (!announced.equals(latest)) {
      latest = announced;
      watchers.publish(announced);
    }
  }

  @Override
  public Subscription watch(Consumer<Set<InstanceId>> listener) {
    return watchers.add(listener);
  }

  @Override
  public synchronized void report(String host, Map<InstanceId, Integer> open) {
    DrainRecord.check(host, open);
    if (open.isEmpty()) {
      reports.remove(host);
    } else {
      reports.put(host, Collections.unmodifiableMap(new TreeMap<>(open)));
    }
  }

  @Override
  public synchronized Map<String, Map<InstanceId, Integer>> reports() {
    return Collections.unmodifiableMap(new TreeMap<>(reports));
  }

  @Override
  public void close() {
    watchers.close();
    synchronized (this) {
      reports.clear();
    }
  }
}
