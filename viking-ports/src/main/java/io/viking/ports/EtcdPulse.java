package io.viking.ports;

import io.etcd.jetcd.kv.GetResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Whether etcd has been away for so long that leases may have run out meanwhile. A watch does not
 * tell: one on an etcd that hangs is just silent, and when it goes on, endpoints vanish whose
 * registrars live. So etcd is asked for something small all the time. For one thread.
 */
final class EtcdPulse {
  private final EtcdClient client;
  private final EtcdKeys keys;
  private final Duration period;
  private final Duration longestSilence;
  private CompletableFuture<GetResponse> beat = CompletableFuture.failedFuture(new Exception());
  private long asked = System.nanoTime();
  private volatile long answered = asked;

  EtcdPulse(EtcdClient client, EtcdKeys keys) {
    this.client = client;
    this.keys = keys;
    // A lease is renewed after each third: it takes a silence of two thirds for it to be lost.
    this.period = client.options().leaseTtl().dividedBy(4);
    this.longestSilence = client.options().leaseTtl().dividedBy(2);
  }

  /** Asks, unless it has just been asked or an answer is awaited; does not wait for the answer. */
  void ask() {
    long now = System.nanoTime();
    if (!beat.isDone() || now - asked < period.toNanos()) {
      return;
    }
    asked = now;
    beat = client.connection().client().getKVClient().get(EtcdClient.bytes(keys.counter()));
    var unused =
        beat.whenComplete(
            (answer, failure) -> {
              if (failure == null) {
                felt();
              }
            });
  }

  /** Notes that etcd has just answered. */
  void felt() {
    answered = System.nanoTime();
  }

  /** Whether it has not answered for longer than a lease can be sure to survive. */
  boolean isWeak() {
    return System.nanoTime() - answered > longestSilence.toNanos();
  }
}
