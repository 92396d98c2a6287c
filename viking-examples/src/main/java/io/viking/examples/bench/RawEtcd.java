package io.viking.examples.bench;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.KV;
import io.etcd.jetcd.kv.GetResponse;
import io.etcd.jetcd.kv.PutResponse;
import io.etcd.jetcd.kv.TxnResponse;
import io.etcd.jetcd.op.Cmp;
import io.etcd.jetcd.op.CmpTarget;
import io.etcd.jetcd.op.Op;
import io.etcd.jetcd.options.PutOption;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** etcd's own client, each call waited for: what anything built on it can at best be as fast as. */
final class RawEtcd implements AutoCloseable {
  private static final int LIMIT_SECONDS = 30;

  private final Client client;
  private final KV kv;

  RawEtcd(List<String> endpoints) {
    client =
        Client.builder().endpoints(endpoints.toArray(String[]::new)).waitForReady(false).build();
    kv = client.getKVClient();
  }

  GetResponse get(String key) {
    return await(kv.get(bytes(key)));
  }

  PutResponse put(String key, String value) {
    return await(kv.put(bytes(key), bytes(value)));
  }

  /**
   * Does all that if the key has not changed since that revision; 0 is for a key that is absent.
   */
  TxnResponse commit(String unchangedKey, long revision, List<Op> operations) {
    Cmp unchanged = new Cmp(bytes(unchangedKey), Cmp.Op.EQUAL, CmpTarget.modRevision(revision));
    return await(kv.txn().If(unchanged).Then(operations.toArray(Op[]::new)).commit());
  }

  static Op putting(String key, String value) {
    return Op.put(bytes(key), bytes(value), PutOption.DEFAULT);
  }

  static Op together(List<Op> operations) {
    return Op.txn(new Cmp[0], operations.toArray(Op[]::new), new Op[0]);
  }

  @Override
  public void close() {
    kv.close();
    client.close();
  }

  private static ByteSequence bytes(String text) {
    return ByteSequence.from(text, StandardCharsets.UTF_8);
  }

  private static <T> T await(CompletableFuture<T> answer) {
    try {
      return answer.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchmarkException("interrupted while waiting for etcd", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new BenchmarkException(
          "etcd did not answer a plain call: "
              + e
              + ".\n  Fix: see whether it runs, and whether its disk is full.",
          e);
    }
  }
}
