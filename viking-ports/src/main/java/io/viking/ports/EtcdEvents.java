package io.viking.ports;

import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.op.Cmp;
import io.etcd.jetcd.op.CmpTarget;
import io.etcd.jetcd.op.Op;
import io.etcd.jetcd.options.GetOption;
import io.etcd.jetcd.options.PutOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
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
    long last = counter.isEmpty() ? 0 : number(EtcdClient.text(counter.get(0).getValue()));
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

  /** What somebody has scribbled there begins anew. */
  private static long number(String text) {
    try {
      long number = Long.parseLong(text);
      return number < 0 || number > MOST ? 0 : number;
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  @Override
  public SortedMap<Long, LoggedEvent> after(long number) {
    Deadline deadline = client.deadline();
    List<KeyValue> counter = counter(deadline);
    if (counter.isEmpty() || number(EtcdClient.text(counter.get(0).getValue())) == number) {
      return Collections.emptySortedMap(); // Who asks every second costs one small read.
    }
    GetOption all = GetOption.builder().isPrefix(true).build();
    TreeMap<Long, LoggedEvent> events = new TreeMap<>();
    for (KeyValue pair :
        client
            .call(
                "list events",
                deadline,
                etcd -> etcd.getKVClient().get(EtcdClient.bytes(keys.events()), all))
            .getKvs()) {
      EventLine.read(EtcdClient.text(pair.getValue()))
          .filter(event -> event.getKey() > number)
          .ifPresent(event -> events.put(event.getKey(), event.getValue()));
    }
    return Collections.unmodifiableSortedMap(events);
  }
}
