package io.viking.ports;

import io.etcd.jetcd.kv.TxnResponse;
import io.etcd.jetcd.op.Op;
import java.time.Instant;

/** What a change of the port records needs of etcd, within one deadline. Used by one thread. */
final class EtcdWriter {
  private final EtcdClient client;
  private final EtcdKeys keys;
  private final Quarantine quarantine;
  private final Deadline deadline;
  private int conflicts;

  EtcdWriter(EtcdClient client, EtcdKeys keys, Quarantine quarantine, Deadline deadline) {
    this.client = client;
    this.keys = keys;
    this.quarantine = quarantine;
    this.deadline = deadline;
  }

  PortRange range() {
    return client.options().ports();
  }

  Instant now() {
    return quarantine.now();
  }

  PortReading read(String what, PortQuery query) {
    Op[] reads = query.operations(keys).toArray(Op[]::new);
    TxnResponse answer =
        client.call(what, deadline, etcd -> etcd.getKVClient().txn().Then(reads).commit());
    return reading(query, answer);
  }

  PortReading reading(PortQuery query, TxnResponse answer) {
    return PortReading.of(keys, query, answer.getGetResponses());
  }

  TxnResponse commit(String what, PortGrant grant) {
    return client.call(what, deadline, etcd -> grant.commit(etcd.getKVClient().txn(), keys));
  }

  /** The first time it is tried again at once: the failed attempt has read what is needed. */
  void pauseAfterConflict(String what) {
    if (conflicts > 0) {
      client.pause(what, conflicts - 1, deadline, EtcdFailure.conflict());
    }
    conflicts++;
  }
}
