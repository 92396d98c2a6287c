package io.viking.ports;

import io.etcd.jetcd.Client;
import io.etcd.jetcd.ClientBuilder;
import io.grpc.ClientInterceptor;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The jetcd client, made when first needed and made anew in a long outage: gRPC waits up to two
 * minutes between its attempts to connect, which is too long for a store that has come back.
 *
 * <p>Clients are made and closed on other threads than the callers': a first one takes most of a
 * second, jetcd looks names up under its locks, and none of that may hold a call past its deadline.
 */
final class EtcdConnection implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EtcdConnection.class);
  private static final Duration RENEW_AFTER = Duration.ofSeconds(3);
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(10);

  /** Bytes. All 65,535 numbers with their owners are some ten million; gRPC would stop at four. */
  private static final int LARGEST_ANSWER = 64 << 20;

  private static final Duration LONGEST_FAREWELL = Duration.ofSeconds(1);

  private final EtcdOptions options;
  private final ClientInterceptor deadline;
  private final Optional<ClientInterceptor> login;
  private final ExecutorService callbacks;
  private final EtcdProbe probe;
  private @Nullable CompletableFuture<Client> client;
  private int generation;
  private long firstFailure;
  private boolean failing;
  private boolean told;
  private boolean closed;
  private boolean hasWorked;

  /**
   * @param attempt how long one attempt of a call may take
   * @throws StoreAccessException if a file of the options cannot be used
   */
  EtcdConnection(EtcdOptions options, Duration attempt) {
    this.options = options;
    this.deadline = new EtcdDeadline(attempt);
    EtcdTls.read(options);
    EtcdLogin.check(options);
    this.callbacks = Executors.newCachedThreadPool(DaemonThreads.named("viking-etcd-callback"));
    this.probe = new EtcdProbe(options, callbacks);
    this.login = options.user().map(user -> new EtcdLogin(options, attempt, callbacks));
  }

  /**
   * The client of now.
   *
   * @throws IllegalStateException if the store is closed
   * @throws StoreUnavailableException if it cannot be made in time
   */
  Client client() {
    Deadline usual = Deadline.after(options.deadline());
    try {
      return client(usual);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw EtcdFailure.interrupted(options, "connect", e);
    } catch (TimeoutException e) {
      throw EtcdFailure.unavailable(options, "connect", usual, e);
    } catch (ExecutionException e) {
      throw EtcdFailure.refused(options, "connect", usual, e);
    }
  }

  /**
   * The client of now, as soon as it is made.
   *
   * @throws IllegalStateException if the store is closed
   */
  Client client(Deadline deadline)
      throws InterruptedException, ExecutionException, TimeoutException {
    return current().get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
  }

  private synchronized CompletableFuture<Client> current() {
    if (closed) {
      throw new IllegalStateException("the cluster store is closed");
    }
    if (client == null || client.isCompletedExceptionally()) {
      client = CompletableFuture.supplyAsync(this::build, callbacks);
      generation++;
    }
    return client;
  }

  /** Grows when the client is replaced: streams of an older one are dead. */
  synchronized int generation() {
    return generation;
  }

  synchronized void worked() {
    hasWorked = true;
    if (told) {
      LOG.info("etcd at {} answers again", options.endpoints());
    }
    failing = false;
    told = false;
  }

  /** Notes a call that could not be carried; after some time of nothing else, connects anew. */
  synchronized void failed(Throwable cause) {
    if (EtcdFailure.isAnswer(cause)) {
      return;
    }
    if (!hasWorked && !closed && EtcdRefusal.isHangUp(cause)) {
      probe.look();
    }
    long now = System.nanoTime();
    if (!failing) {
      failing = true;
      firstFailure = now;
    } else if (now - firstFailure > RENEW_AFTER.toNanos()) {
      firstFailure = now;
      if (!told) {
        LOG.warn(
            "etcd at {} does not answer ({}); trying on",
            options.endpoints(),
            EtcdFailure.reason(cause));
      }
      told = true;
      drop(() -> {}).start();
    }
  }

  /** What is known by now of why etcd hangs up on a program that has never had an answer. */
  synchronized Optional<EtcdRefusal> diagnosis() {
    return hasWorked ? Optional.empty() : probe.found();
  }

  @Override
  public void close() {
    Thread farewell;
    synchronized (this) {
      closed = true;
      farewell = drop(callbacks::shutdownNow);
    }
    farewell.start();
    try {
      farewell.join(LONGEST_FAREWELL.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Forgets the client; what frees it is for a thread of its own. */
  private Thread drop(Runnable afterwards) {
    CompletableFuture<Client> old = client;
    client = null;
    return DaemonThreads.named("viking-etcd-close")
        .newThread(
            () -> {
              free(old);
              afterwards.run();
            });
  }

  private static void free(@Nullable CompletableFuture<Client> old) {
    try {
      if (old != null) {
        old.get().close();
      }
    } catch (InterruptedException | ExecutionException | RuntimeException e) {
      LOG.debug("a connection to etcd could not be closed", e);
    }
  }

  private Client build() {
    ClientBuilder builder = Client.builder();
    options.serverName().ifPresent(builder::authority);
    builder
        .endpoints(options.endpoints().toArray(String[]::new))
        .loadBalancerPolicy("round_robin")
        .waitForReady(false)
        .retryMaxAttempts(0)
        .connectTimeout(options.deadline())
        .keepaliveTime(KEEP_ALIVE)
        .keepaliveTimeout(options.deadline())
        .maxInboundMessageSize(LARGEST_ANSWER)
        .executorService(callbacks)
        .interceptor(deadline);
    login.ifPresent(builder::interceptor);
    return (options.isSecure() ? EtcdTls.read(options).secure(builder) : builder).build();
  }
}
