package io.viking.ports;

import io.etcd.jetcd.kv.TxnResponse;
import io.etcd.jetcd.op.Op;
import io.viking.model.ServicePort;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * One allocation of several service ports: reads, gives numbers to those that have none, and begins
 * again from what it then reads where another allocator was faster. Used once, by one thread.
 */
final class EtcdAllocation {
  private static final String WHAT = "allocate ports";

  private final EtcdClient client;
  private final EtcdKeys keys;
  private final Set<ServicePort> wanted;
  private final Deadline deadline;

  /**
   * The numbers behind which this allocation has moved the counter; nobody else is given them. They
   * outlive a transaction where the batch is larger than one.
   */
  private Map<ServicePort, Integer> reserved = Map.of();

  private int conflicts;

  EtcdAllocation(EtcdClient client, EtcdKeys keys, Set<ServicePort> wanted, Deadline deadline) {
    this.client = client;
    this.keys = keys;
    this.wanted = wanted;
    this.deadline = deadline;
  }

  /** What is recorded, and which numbers are taken from the counter's expected place on. */
  PortReading read(int expectedCounter) {
    return read(PortQuery.from(expectedCounter, wanted, range()));
  }

  /** Whether that reading has everything wanted. */
  boolean isComplete(PortReading reading) {
    return reading.recorded().keySet().containsAll(wanted);
  }

  /** Records what that reading lacks; the reading returned has everything wanted. */
  PortReading complete(PortReading first) {
    PortReading reading = first;
    while (!isComplete(reading)) {
      reading = step(reading);
    }
    return reading;
  }

  private PortReading step(PortReading reading) {
    List<ServicePort> missing =
        wanted.stream().filter(port -> !reading.recorded().containsKey(port)).toList();
    if (isReserved(missing, reading)) {
      return commit(reserved, missing, reading.next(), reading);
    }
    if (!reading.showsRun(range(), missing.size())) {
      return read(reading.query().further(reading.next(), range()));
    }
    PortChooser.Choice choice =
        PortChooser.choose(range(), reading.next(), missing.size(), reading.taken());
    Map<ServicePort, Integer> chosen = new LinkedHashMap<>();
    for (int i = 0; i < missing.size(); i++) {
      chosen.put(missing.get(i), choice.numbers().get(i));
    }
    return commit(chosen, missing, choice.next(), reading);
  }

  /** False also where somebody wrote over the reservation by hand. */
  private boolean isReserved(List<ServicePort> missing, PortReading reading) {
    return reserved.keySet().containsAll(missing)
        && missing.stream().noneMatch(port -> reading.taken().get(number(reserved, port)));
  }

  private PortReading commit(
      Map<ServicePort, Integer> plan, List<ServicePort> missing, int next, PortReading reading) {
    Map<ServicePort, Integer> chunk = new LinkedHashMap<>();
    missing.stream().limit(PortGrant.MOST).forEach(port -> chunk.put(port, number(plan, port)));
    PortGrant grant = new PortGrant(chunk, next, reading);
    TxnResponse answer =
        client.call(WHAT, deadline, etcd -> grant.commit(etcd.getKVClient().txn(), keys));
    if (answer.isSucceeded()) {
      reserved = plan;
      return reading.after(grant, answer.getHeader().getRevision());
    }
    PortReading fresh = PortReading.of(keys, reading.query(), answer.getGetResponses());
    if (!isComplete(fresh)) {
      client.pause(WHAT, conflicts++, deadline, EtcdFailure.conflict());
    }
    return fresh;
  }

  private PortReading read(PortQuery query) {
    Op[] reads = query.operations(keys).toArray(Op[]::new);
    TxnResponse answer =
        client.call(WHAT, deadline, etcd -> etcd.getKVClient().txn().Then(reads).commit());
    return PortReading.of(keys, query, answer.getGetResponses());
  }

  private PortRange range() {
    return client.options().ports();
  }

  private static int number(Map<ServicePort, Integer> numbers, ServicePort port) {
    return Objects.requireNonNull(numbers.get(port));
  }
}
