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
import java.util.Optional;
import java.util.stream.Stream;

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
    while (true) {
      Optional<TxnResponse> answer = write(what, deadline, List.of(), operations);
      if (answer.isPresent()) {
        return answer.get();
      }
    }
  }

  /**
   * The same, if these conditions hold too.
   *
   * @return empty if they do not
   */
  Optional<TxnResponse> write(
      String what, Deadline deadline, List<Cmp> conditions, List<Op> operations) {
    Cmp[] all = Stream.concat(Stream.of(isOurs(keys)), conditions.stream()).toArray(Cmp[]::new);
    Op[] then = operations.toArray(Op[]::new);
    while (true) {
      TxnResponse answer =
          client.call(
              what,
              deadline,
              etcd -> etcd.getKVClient().txn().If(all).Then(then).Else(get(keys)).commit());
      if (answer.isSucceeded()) {
        return Optional.of(answer);
      }
      if (establish(what, deadline, answer.getGetResponses())) {
        return Optional.empty();
      }
    }
  }

  /**
   * Puts the version where there is none; an etcd that has lost its data begins anew.
   *
   * @return whether it was there, and ours
   */
  private boolean establish(String what, Deadline deadline, List<GetResponse> found) {
    for (GetResponse response : found) {
      for (KeyValue pair : response.getKvs()) {
        check(keys, EtcdClient.text(pair.getValue()));
        return true;
      }
    }
    client.call(
        what,
        deadline,
        etcd -> etcd.getKVClient().txn().If(isAbsent(keys)).Then(put(keys)).commit());
    return false;
  }
}
