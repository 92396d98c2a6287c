package io.viking.ports;

import io.etcd.jetcd.op.Op;
import io.etcd.jetcd.options.PutOption;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/**
 * Writes two endpoints of one service in one transaction, again and again, each time with another
 * address that both have: whoever sees them differ has seen half a transaction.
 */
final class TwinWriter implements AutoCloseable {
  static final String SERVICE = "twins_job_80";
  static final int COUNT = 2;

  private static final long BREAK_NANOS = 20_000_000;
  private static final int ADDRESSES = 60_000;

  private final EtcdClient client;
  private final EtcdKeys keys;
  private final CompletableFuture<Void> running;
  private volatile boolean closed;

  TwinWriter(EtcdOptions options) {
    client = new EtcdClient(options);
    keys = new EtcdKeys(options.baseKey());
    write(0);
    running = CompletableFuture.runAsync(this::run);
  }

  private void run() {
    for (int i = 1; !closed; i++) {
      try {
        write(i);
      } catch (StoreUnavailableException away) {
        // The next one may get through.
      }
      LockSupport.parkNanos(BREAK_NANOS);
    }
  }

  private void write(int count) {
    String address = "10.0.0.9:" + (1 + count % ADDRESSES);
    client.call(
        "write two endpoints",
        etcd -> etcd.getKVClient().txn().Then(put("a", address), put("b", address)).commit());
  }

  private Op put(String id, String address) {
    return Op.put(
        EtcdClient.bytes(keys.endpoint(SERVICE, SERVICE + "_" + id)),
        EtcdClient.bytes(address),
        PutOption.DEFAULT);
  }

  @Override
  public void close() {
    closed = true;
    running.join();
    client.close();
  }
}
