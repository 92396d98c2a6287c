package io.viking.ports;

import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.kv.GetResponse;
import io.etcd.jetcd.options.GetOption;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * The one door to etcd: every call through it ends by its deadline, with an answer or with a {@link
 * StoreUnavailableException}.
 *
 * <p>A call that failed in passing is tried again until the deadline, so a request must be one that
 * may be carried out twice: a read, a put of the same value, or a transaction whose comparison
 * fails the second time.
 */
final class EtcdClient implements AutoCloseable {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(5);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  private final EtcdOptions options;
  private final EtcdConnection connection;

  EtcdClient(EtcdOptions options) {
    this.options = options;
    this.connection = new EtcdConnection(options, attempt(options));
  }

  static ByteSequence bytes(String text) {
    return ByteSequence.from(text, StandardCharsets.UTF_8);
  }

  static String text(ByteSequence bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  EtcdOptions options() {
    return options;
  }

  EtcdConnection connection() {
    return connection;
  }

  Deadline deadline() {
    return Deadline.after(options.deadline());
  }

  /** Calls within the usual deadline; {@code what} completes "could not ...". */
  <T> T call(String what, Function<Client, CompletableFuture<T>> request) {
    return call(what, deadline(), request);
  }

  /** Calls within that deadline; {@code what} completes "could not ...". */
  <T> T call(String what, Deadline deadline, Function<Client, CompletableFuture<T>> request) {
    for (int failures = 0; ; failures++) {
      try {
        T answer = await(send(request, deadline), deadline);
        connection.worked();
        return answer;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw EtcdFailure.interrupted(options, what, e);
      } catch (TimeoutException | ExecutionException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        connection.failed(cause);
        if (EtcdFailure.isFinal(options, cause)) {
          throw EtcdFailure.refused(options, what, deadline, cause);
        }
        connection
            .diagnosis()
            .ifPresent(
                found -> {
                  throw EtcdFailure.refused(options, what, deadline, found, cause);
                });
        pause(what, failures, deadline, cause);
      }
    }
  }

  /** Waits a little longer each time, at random, so that rivals do not collide for ever. */
  void pause(String what, int failures, Deadline deadline, Throwable cause) {
    long longest =
        Math.min(LONGEST_PAUSE.toNanos(), FIRST_PAUSE.toNanos() << Math.min(failures, 8));
    long nanos = ThreadLocalRandom.current().nextLong(longest / 2, longest + 1);
    if (deadline.remaining().toNanos() <= nanos + FIRST_PAUSE.toNanos()) {
      throw EtcdFailure.unavailable(options, what, deadline, cause);
    }
    try {
      TimeUnit.NANOSECONDS.sleep(nanos);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw EtcdFailure.interrupted(options, what, e);
    }
  }

  /** All that is under a prefix, within the usual deadline. */
  GetResponse list(String what, String prefix) {
    return list(what, prefix, deadline());
  }

  /** All that is under a prefix, within that deadline; {@code what} completes "could not ...". */
  GetResponse list(String what, String prefix, Deadline deadline) {
    GetOption all = GetOption.builder().isPrefix(true).build();
    return call(what, deadline, etcd -> etcd.getKVClient().get(bytes(prefix), all));
  }

  @Override
  public void close() {
    connection.close();
  }

  private <T> CompletableFuture<T> send(
      Function<Client, CompletableFuture<T>> request, Deadline deadline)
      throws InterruptedException, ExecutionException, TimeoutException {
    Client client = connection.client(deadline);
    try {
      return request.apply(client);
    } catch (RuntimeException e) {
      // jetcd throws where the client was replaced under another thread's hands.
      return CompletableFuture.failedFuture(e);
    }
  }

  private <T> T await(CompletableFuture<T> future, Deadline deadline)
      throws InterruptedException, ExecutionException, TimeoutException {
    long nanos = Math.min(deadline.remaining().toNanos(), attempt(options).toNanos());
    try {
      return future.get(nanos, TimeUnit.NANOSECONDS);
    } finally {
      future.cancel(true);
    }
  }

  /** Half of the deadline, so that a member that hangs leaves time to ask another one. */
  private static Duration attempt(EtcdOptions options) {
    return options.deadline().dividedBy(2).plusMillis(1);
  }
}
