package io.viking.ports;

import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.kv.GetResponse;
import io.etcd.jetcd.kv.TxnResponse;
import io.etcd.jetcd.op.Cmp;
import io.etcd.jetcd.op.CmpTarget;
import io.etcd.jetcd.op.Op;
import io.etcd.jetcd.options.GetOption;
import io.etcd.jetcd.options.PutOption;
import java.util.List;

/**
 * The version of the keys' layout. Every transaction that writes compares it, so that an older
 * library stops writing the moment a newer one has changed the layout.
 */
final class EtcdLayout {
  private static final String VERSION = "1";

  private final EtcdClient client;
  private final EtcdKeys keys;

  EtcdLayout(EtcdClient client, EtcdKeys keys) {
    this.client = client;
    this.keys = keys;
  }

  /**
   * @throws IncompatibleStoreException if that is the version of another layout
   */
  static void check(EtcdKeys keys, String version) {
    if (!version.equals(VERSION)) {
      throw IncompatibleStoreException.of("etcd key " + keys.version(), version, VERSION);
    }
  }

  /** True while the layout is ours; where the key is absent, {@link #isAbsent} is true instead. */
  static Cmp isOurs(EtcdKeys keys) {
    return new Cmp(
        EtcdClient.bytes(keys.version()), Cmp.Op.EQUAL, CmpTarget.value(EtcdClient.bytes(VERSION)));
  }

  static Cmp isAbsent(EtcdKeys keys) {
    return new Cmp(EtcdClient.bytes(keys.version()), Cmp.Op.EQUAL, CmpTarget.createRevision(0));
  }

  static Op put(EtcdKeys keys) {
    return Op.put(EtcdClient.bytes(keys.version()), EtcdClient.bytes(VERSION), PutOption.DEFAULT);
  }

  static Op get(EtcdKeys keys) {
    return Op.get(EtcdClient.bytes(keys.version()), GetOption.DEFAULT);
  }

  /**
   * Carries these out, all or none, if the layout is ours; they may be carried out twice.
   *
   * @param what completes "could not ..."
   */
  TxnResponse write(String what, Deadline deadline, List<Op> operations) {
    Op[] all = operations.toArray(Op[]::new);
    while (true) {
      TxnResponse answer =
          client.call(
              what,
              deadline,
              etcd -> etcd.getKVClient().txn().If(isOurs(keys)).Then(all).Else(get(keys)).commit());
      if (answer.isSucceeded()) {
        return answer;
      }
      establish(what, deadline, answer.getGetResponses());
    }
  }

  /** Puts the version where there is none; an etcd that has lost its data begins anew. */
  private void establish(String what, Deadline deadline, List<GetResponse> found) {
    for (GetResponse response : found) {
      for (KeyValue pair : response.getKvs()) {
        check(keys, EtcdClient.text(pair.getValue()));
      }
    }
    client.call(
        what,
        deadline,
        etcd -> etcd.getKVClient().txn().If(isAbsent(keys)).Then(put(keys)).commit());
  }
}
