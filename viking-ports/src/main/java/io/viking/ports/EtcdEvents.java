package io.viking.ports;

import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.op.Cmp;
import io.etcd.jetcd.op.CmpTarget;
import io.etcd.jetcd.op.Op;
import io.etcd.jetcd.options.PutOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The last events in etcd: a ring of keys, which are written over, and the number of the last one.
 * Those of one call are one transaction, which compares that number, so that two who write at once
 * do not write over each other.
 */
final class EtcdEvents implements EventLog {
  /** No ring comes so far; from a greater number it could not go on counting. */
  private static final long MOST = Long.MAX_VALUE / 2;

  /** Where the counter is scribbled on, greater numbers in the ring are taken for that, too. */
  private static final long MOST_IN_RING = MOST / 2;

  private final EtcdClient client;
  private final EtcdLayout layout;
  private final EtcdKeys keys;

  EtcdEvents(EtcdClient client, EtcdLayout layout, EtcdKeys keys) {
    this.client = client;
    this.layout = layout;
    this.keys = keys;
  }

  @Override
  public void add(Collection<LoggedEvent> events) {
    EventLog.check(events);
    if (events.isEmpty()) {
      return;
    }
    Deadline deadline = client.deadline();
    while (!tryAdd(events, deadline)) {
      // Somebody else has added some meanwhile.
    }
  }

  private boolean tryAdd(Collection<LoggedEvent> events, Deadline deadline) {
    List<KeyValue> counter = counter(deadline);
    long last = counter.isEmpty() ? 0 : number(counter).orElseGet(() -> lastInRing(deadline));
    long revision = counter.isEmpty() ? 0 : counter.get(0).getModRevision();
    List<Op> operations = new ArrayList<>();
    for (LoggedEvent event : events) {
      last++;
      operations.add(put(keys.event(last % KEPT), EventLine.write(last, event)));
    }
    operations.add(put(keys.lastEvent(), Long.toString(last)));
    Cmp unchanged =
        new Cmp(EtcdClient.bytes(keys.lastEvent()), Cmp.Op.EQUAL, CmpTarget.modRevision(revision));
    return layout.write("add events", deadline, List.of(unchanged), operations).isPresent();
  }

  private List<KeyValue> counter(Deadline deadline) {
    return client
        .call(
            "read the number of the last event",
            deadline,
            etcd -> etcd.getKVClient().get(EtcdClient.bytes(keys.lastEvent())))
        .getKvs();
  }

  private static Op put(String key, String value) {
    return Op.put(EtcdClient.bytes(key), EtcdClient.bytes(value), PutOption.DEFAULT);
  }

  /** Empty for what somebody has scribbled there. */
  private static OptionalLong number(List<KeyValue> counter) {
    try {
      long number = Long.parseLong(EtcdClient.text(counter.get(0).getValue()));
      return number < 0 || number > MOST ? OptionalLong.empty() : OptionalLong.of(number);
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  /** Where to go on counting: who follows the events is not told of smaller numbers. */
  private long lastInRing(Deadline deadline) {
    SortedMap<Long, LoggedEvent> ring = ring(0, MOST_IN_RING, deadline);
    return ring.isEmpty() ? 0 : ring.lastKey();
  }

  @Override
  public SortedMap<Long, LoggedEvent> after(long number) {
    Deadline deadline = client.deadline();
    List<KeyValue> counter = counter(deadline);
    if (counter.isEmpty()) {
      return Collections.emptySortedMap();
    }
    long last = number(counter).orElse(MOST_IN_RING);
    if (last == number) {
      return Collections.emptySortedMap(); // Who asks every second costs one small read.
    }
    return Collections.unmodifiableSortedMap(ring(number, last, deadline));
  }

  /**
   * The events behind that number, up to and with the last one; one that is not in its place is
   * none, or it would hide those to come from who follows them.
   */
  private SortedMap<Long, LoggedEvent> ring(long number, long last, Deadline deadline) {
    SortedMap<Long, LoggedEvent> events = new TreeMap<>();
    for (KeyValue pair : client.list("list events", keys.events(), deadline).getKvs()) {
      String key = EtcdClient.text(pair.getKey());
      EventLine.read(EtcdClient.text(pair.getValue()))
          .filter(event -> event.getKey() > number && event.getKey() <= last)
          .filter(event -> keys.event(event.getKey() % KEPT).equals(key))
          .ifPresent(event -> events.put(event.getKey(), event.getValue()));
    }
    return events;
  }
}
