package io.viking.ports;

import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.kv.TxnResponse;
import io.etcd.jetcd.op.Cmp;
import io.etcd.jetcd.op.CmpTarget;
import io.etcd.jetcd.op.Op;
import io.etcd.jetcd.options.DeleteOption;
import io.etcd.jetcd.options.PutOption;
import io.viking.model.ServicePort;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The changes of the port records in etcd that are not allocations. */
final class EtcdPortChanges {
  private static final String RELEASE = "release a port";

  private final EtcdClient client;
  private final EtcdKeys keys;
  private final EtcdLayout layout;
  private final Quarantine quarantine;

  EtcdPortChanges(EtcdClient client, EtcdLayout layout, EtcdKeys keys) {
    this.client = client;
    this.keys = keys;
    this.layout = layout;
    this.quarantine = Quarantine.of(client.options().quarantine());
  }

  PortRecords everything() {
    return writer()
        .read("export allocated ports", PortQuery.everything(Set.of()))
        .everything(RecordedPorts.Unreadable.REFUSED);
  }

  /** Adds those, all or none; where they are too many for that, the same call again goes on. */
  void add(PortRecords added) {
    change("restore allocated ports", RecordedPorts.Unreadable.REFUSED, all -> all.plus(added));
  }

  void skip(Collection<Integer> numbers, boolean skip) {
    change(
        skip ? "skip numbers" : "give skipped numbers again",
        RecordedPorts.Unreadable.LEFT_OUT,
        all -> all.skipping(numbers, skip));
  }

  private void change(
      String what, RecordedPorts.Unreadable unreadable, UnaryOperator<PortRecords> change) {
    EtcdWriter etcd = writer();
    boolean done = false;
    while (!done) {
      PortReading reading = etcd.read(what, PortQuery.everything(Set.of()));
      PortRecords before = reading.everything(unreadable);
      PortRecords after = change.apply(before);
      PortDifference difference = PortDifference.between(before, after, PortGrant.MOST_KEYS);
      if (difference.isEmpty()) {
        return;
      }
      TxnResponse answer = etcd.commit(what, new PortGrant(difference, after.next(), reading));
      done = answer.isSucceeded() && difference.isAll();
      if (!answer.isSucceeded()) {
        etcd.pauseAfterConflict(what);
      }
    }
  }

  boolean release(ServicePort port) {
    Deadline deadline = client.deadline();
    boolean found = false;
    while (true) {
      Optional<KeyValue> record = record(port, deadline);
      if (record.isEmpty()) {
        return found;
      }
      found = true;
      if (delete(port, record.get(), deadline)) {
        return true;
      }
    }
  }

  private Optional<KeyValue> record(ServicePort port, Deadline deadline) {
    return client
        .call(
            RELEASE, deadline, etcd -> etcd.getKVClient().get(EtcdClient.bytes(keys.record(port))))
        .getKvs()
        .stream()
        .findFirst();
  }

  /** Deletes the record unless it changed, and frees the number if it is this service port's. */
  private boolean delete(ServicePort port, KeyValue record, Deadline deadline) {
    var key = record.getKey();
    int number = PortReading.number(EtcdClient.text(record.getValue()));
    Cmp unchanged = new Cmp(key, Cmp.Op.EQUAL, CmpTarget.modRevision(record.getModRevision()));
    List<Op> deletions = List.of(Op.delete(key, DeleteOption.DEFAULT), freeNumber(port, number));
    Op deleteRecord = Op.txn(new Cmp[] {unchanged}, deletions.toArray(Op[]::new), new Op[0]);
    TxnResponse answer = layout.write(RELEASE, deadline, List.of(deleteRecord));
    return answer.getTxnResponses().get(0).isSucceeded();
  }

  private Op freeNumber(ServicePort port, int number) {
    var owner = EtcdClient.bytes(keys.owner(number));
    Cmp isOurs = new Cmp(owner, Cmp.Op.EQUAL, CmpTarget.value(EtcdClient.bytes(port.path())));
    List<Op> free = new ArrayList<>(List.of(Op.delete(owner, DeleteOption.DEFAULT)));
    quarantine.end().ifPresent(end -> free.add(withhold(port, number, end)));
    return Op.txn(new Cmp[] {isOurs}, free.toArray(Op[]::new), new Op[0]);
  }

  /** A number that is there already, though somebody had it, is one that is skipped. */
  private Op withhold(ServicePort port, int number, Instant end) {
    var key = EtcdClient.bytes(keys.withheld(number));
    Cmp isNew = new Cmp(key, Cmp.Op.EQUAL, CmpTarget.createRevision(0));
    Withheld released = Withheld.released(port, end);
    Withheld both = released.withSkipped(true).orElseThrow();
    return Op.txn(
        new Cmp[] {isNew},
        new Op[] {Op.put(key, EtcdClient.bytes(released.text()), PutOption.DEFAULT)},
        new Op[] {Op.put(key, EtcdClient.bytes(both.text()), PutOption.DEFAULT)});
  }

  private EtcdWriter writer() {
    return new EtcdWriter(client, keys, quarantine, client.deadline());
  }
}
