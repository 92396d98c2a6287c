package io.viking.examples.bench;

import static io.viking.examples.bench.RawEtcd.putting;

import io.etcd.jetcd.kv.TxnResponse;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The one transaction that a new port needs: compares a counter, puts two records and the counter.
 * Each caller has a counter of its own, so that none ever fails: a floor, not an allocator.
 */
final class RawTransaction implements Contestant {
  private final Target target;
  private final RawEtcd etcd;
  private final AtomicInteger numbers = new AtomicInteger(10_000);

  /** Each caller's counter as that caller left it; a caller is one thread. */
  private final long[] revisions;

  RawTransaction(Target target, int callers) {
    this.target = target;
    etcd = new RawEtcd(target.endpoints());
    revisions = new long[callers];
  }

  @Override
  public boolean call(int caller) {
    int number = numbers.incrementAndGet();
    String text = Integer.toString(number);
    String counter = target.baseKey() + "/ports-next-" + caller;
    TxnResponse answer =
        etcd.commit(
            counter,
            revisions[caller],
            List.of(
                putting(target.record(number), text),
                putting(target.owner(text), Services.path(target.stack(), number)),
                putting(counter, text)));
    if (!answer.isSucceeded()) {
      throw new BenchmarkException("somebody else writes to '" + counter + "'");
    }
    revisions[caller] = answer.getHeader().getRevision();
    return true;
  }

  @Override
  public void close() {
    etcd.close();
  }
}
