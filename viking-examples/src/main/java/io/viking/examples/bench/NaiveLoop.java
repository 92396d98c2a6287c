package io.viking.examples.bench;

import static io.viking.examples.bench.RawEtcd.putting;

import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.kv.GetResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What the module {@code etcd-increment} does: reads the counter, writes it back one higher if
 * nobody else has, begins again if somebody has. The service's record is written along with it.
 */
final class NaiveLoop implements Contestant {
  private final Target target;
  private final RawEtcd etcd;
  private final String counter;
  private final AtomicInteger services = new AtomicInteger();
  private volatile boolean givenUp;

  NaiveLoop(Target target) {
    this.target = target;
    etcd = new RawEtcd(target.endpoints());
    counter = target.baseKey() + "/ports-next";
  }

  @Override
  public boolean call(int caller) {
    String record = target.record(services.incrementAndGet());
    while (!givenUp) {
      if (increment(record)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void giveUp() {
    givenUp = true;
  }

  private boolean increment(String record) {
    GetResponse answer = etcd.get(counter);
    long revision = 0;
    int number = 10_000;
    for (KeyValue found : answer.getKvs()) {
      revision = found.getModRevision();
      number = Integer.parseInt(found.getValue().toString(StandardCharsets.UTF_8)) + 1;
    }
    String text = Integer.toString(number);
    return etcd.commit(counter, revision, List.of(putting(counter, text), putting(record, text)))
        .isSucceeded();
  }

  @Override
  public void close() {
    etcd.close();
  }
}
