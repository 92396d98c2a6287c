package io.viking.ports;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Txn;
import io.etcd.jetcd.kv.TxnResponse;
import io.etcd.jetcd.op.Cmp;
import io.etcd.jetcd.op.CmpTarget;
import io.etcd.jetcd.op.Op;
import io.etcd.jetcd.options.DeleteOption;
import io.etcd.jetcd.options.PutOption;
import io.viking.model.ServicePort;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * New records and the counter after them, written in one transaction if nobody was faster.
 *
 * @param changes what to record, and what to withhold or no more
 * @param next where the counter stands afterwards
 * @param seen what was read; the counter must not have changed since
 */
record PortGrant(PortDifference changes, int next, PortReading seen) {
  /** What etcd takes in a transaction unless it is told otherwise. */
  private static final int MOST_OPERATIONS = 128;

  /**
   * In one that is nested etcd takes 128 less the number of those beside it: with 64 groups, the
   * counter and the version, each may have 62.
   */
  private static final int GROUP = 60;

  private static final int MOST_GROUPS = 64;

  /** How many keys may be written beside the counter's. */
  static final int MOST_KEYS = MOST_GROUPS * GROUP;

  /** As many as leave room for two comparisons each beside the counter's and the version's. */
  static final int MOST_COMPARED = 63;

  /** Writes, or answers with a fresh reading where something has changed. */
  CompletableFuture<TxnResponse> commit(Txn transaction, EtcdKeys keys) {
    return transaction.If(comparisons(keys).toArray(Cmp[]::new))
        .Then(writes(keys).toArray(Op[]::new))
        .Else(seen.query().operations(keys).toArray(Op[]::new))
        .commit();
  }

  /**
   * The counter's comparison alone shuts out every other allocator, as each one writes it with its
   * records. The others guard against keys written by hand, and against records that a guess does
   * not know; where the transaction has no room for them, all records were read before.
   */
  private List<Cmp> comparisons(EtcdKeys keys) {
    List<Cmp> comparisons = new ArrayList<>();
    comparisons.add(seen.hasVersion() ? EtcdLayout.isOurs(keys) : EtcdLayout.isAbsent(keys));
    comparisons.add(unchanged(keys.counter(), seen.counterRevision()));
    Map<ServicePort, Integer> entries = changes.entries();
    if (entries.size() <= MOST_COMPARED) {
      entries.forEach(
          (port, number) -> {
            comparisons.add(unchanged(keys.record(port), 0));
            comparisons.add(unchanged(keys.owner(number), 0));
          });
    }
    return comparisons;
  }

  private List<Op> writes(EtcdKeys keys) {
    List<Op> writes = new ArrayList<>();
    changes
        .entries()
        .forEach(
            (port, number) -> {
              writes.add(put(keys.record(port), Integer.toString(number)));
              writes.add(put(keys.owner(number), port.path()));
            });
    changes
        .withheld()
        .forEach(
            (number, reason) -> {
              String key = keys.withheld(number);
              writes.add(reason.map(why -> put(key, why.text())).orElseGet(() -> delete(key)));
            });
    List<Op> all = writes.size() <= MOST_OPERATIONS - 2 ? writes : grouped(writes);
    all.add(put(keys.counter(), Integer.toString(next)));
    if (!seen.hasVersion()) {
      all.add(EtcdLayout.put(keys));
    }
    return all;
  }

  private static List<Op> grouped(List<Op> writes) {
    List<Op> groups = new ArrayList<>();
    for (int from = 0; from < writes.size(); from += GROUP) {
      List<Op> group = writes.subList(from, Math.min(writes.size(), from + GROUP));
      groups.add(Op.txn(new Cmp[0], group.toArray(Op[]::new), new Op[0]));
    }
    return groups;
  }

  private static Op put(String key, String value) {
    return Op.put(EtcdClient.bytes(key), EtcdClient.bytes(value), PutOption.DEFAULT);
  }

  private static Op delete(String key) {
    return Op.delete(EtcdClient.bytes(key), DeleteOption.DEFAULT);
  }

  private static Cmp unchanged(String key, long revision) {
    ByteSequence bytes = EtcdClient.bytes(key);
    return new Cmp(bytes, Cmp.Op.EQUAL, CmpTarget.modRevision(revision));
  }
}
