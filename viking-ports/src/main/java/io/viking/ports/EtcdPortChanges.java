package io.viking.ports;

import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.kv.TxnResponse;
import io.etcd.jetcd.op.Cmp;
import io.etcd.jetcd.op.CmpTarget;
import io.etcd.jetcd.op.Op;
import io.etcd.jetcd.options.DeleteOption;
import io.etcd.jetcd.options.GetOption;
import io.etcd.jetcd.options.PutOption;
import io.viking.model.ServicePort;
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

  /**
   * Deletes the record that is there when it is called, and no later one. Where that was gone, its
   * number's quarantine tells who did it: another caller, or this call, whose answer got lost.
   */
  boolean release(ServicePort port) {
    Deadline deadline = client.deadline();
    Optional<KeyValue> record = record(port, deadline);
    if (record.isEmpty()) {
      return false;
    }
    int number = PortReading.number(EtcdClient.text(record.get().getValue()));
    Optional<Withheld> withheld = quarantine.end().map(end -> Withheld.released(port, end));
    Op deletion = deletion(port, record.get(), number, withheld);
    TxnResponse outcome =
        layout.write(RELEASE, deadline, List.of(deletion)).getTxnResponses().get(0);
    return outcome.isSucceeded() || isOurs(withheld, outcome.getGetResponses().get(0).getKvs());
  }

  private static boolean isOurs(Optional<Withheld> withheld, List<KeyValue> found) {
    return withheld
        .filter(
            ours ->
                found.stream()
                    .map(
                        pair ->
                            RecordedPorts.withheld(
                                EtcdClient.text(pair.getKey()), EtcdClient.text(pair.getValue())))
                    .anyMatch(there -> there.until().equals(ours.until())))
        .isPresent();
  }

  private Optional<KeyValue> record(ServicePort port, Deadline deadline) {
    return client
        .call(
            RELEASE, deadline, etcd -> etcd.getKVClient().get(EtcdClient.bytes(keys.record(port))))
        .getKvs()
        .stream()
        .findFirst();
  }

  /** Deletes the record if it is still the one seen, and frees the number if it is its own. */
  private Op deletion(ServicePort port, KeyValue record, int number, Optional<Withheld> withheld) {
    var key = record.getKey();
    Cmp isSame = new Cmp(key, Cmp.Op.EQUAL, CmpTarget.createRevision(record.getCreateRevision()));
    var owner = EtcdClient.bytes(keys.owner(number));
    Cmp isOwner = new Cmp(owner, Cmp.Op.EQUAL, CmpTarget.value(EtcdClient.bytes(port.path())));
    List<Op> free = new ArrayList<>(List.of(Op.delete(owner, DeleteOption.DEFAULT)));
    withheld.ifPresent(reason -> free.add(withhold(number, reason)));
    Op freeNumber = Op.txn(new Cmp[] {isOwner}, free.toArray(Op[]::new), new Op[0]);
    return Op.txn(
        new Cmp[] {isSame},
        new Op[] {Op.delete(key, DeleteOption.DEFAULT), freeNumber},
        new Op[] {Op.get(EtcdClient.bytes(keys.withheld(number)), GetOption.DEFAULT)});
  }

  /** A number that is there already, though somebody had it, is one that is skipped. */
  private Op withhold(int number, Withheld released) {
    var key = EtcdClient.bytes(keys.withheld(number));
    Cmp isNew = new Cmp(key, Cmp.Op.EQUAL, CmpTarget.createRevision(0));
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
