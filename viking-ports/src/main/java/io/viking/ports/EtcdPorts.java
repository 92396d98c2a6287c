package io.viking.ports;

import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.kv.GetResponse;
import io.etcd.jetcd.kv.TxnResponse;
import io.etcd.jetcd.op.Cmp;
import io.etcd.jetcd.op.CmpTarget;
import io.etcd.jetcd.op.Op;
import io.etcd.jetcd.options.DeleteOption;
import io.etcd.jetcd.options.GetOption;
import io.viking.model.PortTable;
import io.viking.model.ServicePort;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/** The port records in etcd. */
final class EtcdPorts implements PortAllocator {
  private final EtcdClient client;
  private final EtcdKeys keys;

  /** One new allocation at a time: those of one process would only make each other's fail. */
  private final ReentrantLock turn = new ReentrantLock(true);

  /** How often this process has recorded something: whether a reading taken before is stale. */
  private final AtomicInteger turns = new AtomicInteger();

  /** Where the counter was last seen: a guess that saves a read when it is right. */
  private volatile int expectedCounter;

  EtcdPorts(EtcdClient client, EtcdKeys keys) {
    this.client = client;
    this.keys = keys;
  }

  @Override
  public PortTable allocate(Collection<ServicePort> ports) {
    Set<ServicePort> wanted = new LinkedHashSet<>(ports);
    if (wanted.isEmpty()) {
      return PortTable.empty();
    }
    Deadline deadline = client.deadline();
    EtcdAllocation allocation = new EtcdAllocation(client, keys, wanted, deadline);
    int turnsBefore = turns.get();
    PortReading reading = allocation.read(expectedCounter);
    if (allocation.isComplete(reading)) {
      expectedCounter = reading.next();
      return table(wanted, reading.recorded());
    }
    awaitTurn(deadline);
    try {
      PortReading recent = turns.get() == turnsBefore ? reading : allocation.read(expectedCounter);
      PortReading complete = allocation.complete(recent);
      expectedCounter = complete.next();
      turns.incrementAndGet();
      return table(wanted, complete.recorded());
    } finally {
      turn.unlock();
    }
  }

  private void awaitTurn(Deadline deadline) {
    try {
      if (!turn.tryLock(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS)) {
        throw EtcdFailure.unavailable(
            client.options(), "allocate ports", deadline, new TimeoutException());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw EtcdFailure.interrupted(client.options(), "allocate ports", e);
    }
  }

  private PortTable table(Set<ServicePort> wanted, Map<ServicePort, Integer> recorded) {
    Map<ServicePort, Integer> numbers = new LinkedHashMap<>();
    Map<Integer, ServicePort> owners = new LinkedHashMap<>();
    for (ServicePort port : wanted) {
      int number = Objects.requireNonNull(recorded.get(port));
      ServicePort other = owners.put(number, port);
      if (other != null) {
        throw RecordedPorts.shared(keys.record(other), keys.record(port), number);
      }
      numbers.put(port, number);
    }
    return PortTable.of(numbers);
  }

  @Override
  public OptionalInt find(ServicePort port) {
    List<KeyValue> found = get(keys.record(port), GetOption.DEFAULT);
    return found.isEmpty() ? OptionalInt.empty() : OptionalInt.of(number(port, found.get(0)));
  }

  private int number(ServicePort port, KeyValue pair) {
    String value = EtcdClient.text(pair.getValue());
    int number = PortReading.number(value);
    if (number == 0) {
      throw RecordedPorts.unreadable(keys.record(port), value);
    }
    return number;
  }

  @Override
  public PortTable list() {
    GetOption all = GetOption.builder().isPrefix(true).build();
    return RecordedPorts.of(keys, get(keys.records(), all));
  }

  private List<KeyValue> get(String key, GetOption option) {
    GetResponse answer =
        client.call(
            "read allocated ports", etcd -> etcd.getKVClient().get(EtcdClient.bytes(key), option));
    return answer.getKvs();
  }

  @Override
  public boolean release(ServicePort port) {
    Deadline deadline = client.deadline();
    boolean found = false;
    while (true) {
      List<KeyValue> record = get(keys.record(port), GetOption.DEFAULT);
      if (record.isEmpty()) {
        return found;
      }
      found = true;
      if (delete(port, record.get(0), deadline)) {
        return true;
      }
    }
  }

  /** Deletes the record unless it changed, and the number's owner if that is this service port. */
  private boolean delete(ServicePort port, KeyValue record, Deadline deadline) {
    var recordKey = EtcdClient.bytes(keys.record(port));
    var ownerKey =
        EtcdClient.bytes(keys.owner(PortReading.number(EtcdClient.text(record.getValue()))));
    Cmp sameOwner = new Cmp(ownerKey, Cmp.Op.EQUAL, CmpTarget.value(EtcdClient.bytes(port.path())));
    Op freeNumber =
        Op.txn(
            new Cmp[] {sameOwner}, new Op[] {Op.delete(ownerKey, DeleteOption.DEFAULT)}, new Op[0]);
    Cmp unchanged =
        new Cmp(recordKey, Cmp.Op.EQUAL, CmpTarget.modRevision(record.getModRevision()));
    TxnResponse answer =
        client.call(
            "release a port",
            deadline,
            etcd ->
                etcd.getKVClient()
                    .txn()
                    .If(unchanged)
                    .Then(Op.delete(recordKey, DeleteOption.DEFAULT), freeNumber)
                    .commit());
    return answer.isSucceeded();
  }
}
