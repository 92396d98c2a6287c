package io.viking.ports;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Txn;
import io.etcd.jetcd.kv.TxnResponse;
import io.etcd.jetcd.op.Cmp;
import io.etcd.jetcd.op.CmpTarget;
import io.etcd.jetcd.op.Op;
import io.etcd.jetcd.options.PutOption;
import io.viking.model.ServicePort;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * New records and the counter after them, written in one transaction if nobody was faster.
 *
 * @param entries what to record, at most {@link #MOST}
 * @param next where the counter stands afterwards
 * @param seen what was read; the counter must not have changed since
 */
record PortGrant(Map<ServicePort, Integer> entries, int next, PortReading seen) {
  /**
   * etcd takes 128 operations in a transaction, and 128 less its own number in one that it nests;
   * so 64 groups of 30 service ports, with two keys each, are one transaction.
   */
  private static final int GROUP = 30;

  static final int MOST = 64 * GROUP;

  /** As many as leave room for two comparisons each beside the counter's. */
  private static final int MOST_COMPARED = 63;

  /** Writes, or answers with a fresh reading where something has changed. */
  CompletableFuture<TxnResponse> commit(Txn transaction, EtcdKeys keys) {
    return transaction.If(comparisons(keys).toArray(Cmp[]::new))
        .Then(writes(keys).toArray(Op[]::new))
        .Else(seen.query().operations(keys).toArray(Op[]::new))
        .commit();
  }

  /**
   * The counter's comparison alone shuts out every other allocator, as each one writes it with its
   * records. The others guard against keys written by hand, where the transaction has room.
   */
  private List<Cmp> comparisons(EtcdKeys keys) {
    List<Cmp> comparisons = new ArrayList<>();
    comparisons.add(unchanged(keys.counter(), seen.counterRevision()));
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
    entries.forEach(
        (port, number) -> {
          writes.add(put(keys.record(port), Integer.toString(number)));
          writes.add(put(keys.owner(number), port.path()));
        });
    List<Op> grouped = entries.size() <= MOST_COMPARED ? writes : grouped(writes);
    grouped.add(put(keys.counter(), Integer.toString(next)));
    return grouped;
  }

  private static List<Op> grouped(List<Op> writes) {
    List<Op> groups = new ArrayList<>();
    for (int from = 0; from < writes.size(); from += 2 * GROUP) {
      List<Op> group = writes.subList(from, Math.min(writes.size(), from + 2 * GROUP));
      groups.add(Op.txn(new Cmp[0], group.toArray(Op[]::new), new Op[0]));
    }
    return groups;
  }

  private static Op put(String key, String value) {
    return Op.put(EtcdClient.bytes(key), EtcdClient.bytes(value), PutOption.DEFAULT);
  }

  private static Cmp unchanged(String key, long revision) {
    ByteSequence bytes = EtcdClient.bytes(key);
    return new Cmp(bytes, Cmp.Op.EQUAL, CmpTarget.modRevision(revision));
  }
}
