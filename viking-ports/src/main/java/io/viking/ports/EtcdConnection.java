package io.viking.ports;

import io.etcd.jetcd.Client;
import io.etcd.jetcd.ClientBuilder;
import io.grpc.ClientInterceptor;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The jetcd client, made when first needed and made anew in a long outage: gRPC waits up to two
 * minutes between its attempts to connect, which is too long for a store that has come back.
 */
final class EtcdConnection implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EtcdConnection.class);
  private static final Duration RENEW_AFTER = Duration.ofSeconds(3);
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(10);

  private final EtcdOptions options;
  private final ClientInterceptor interceptor;
  private final ExecutorService callbacks;
  private @Nullable Client client;
  private int generation;
  private long firstFailure;
  private boolean failing;
  private boolean told;
  private boolean closed;

  EtcdConnection(EtcdOptions options, ClientInterceptor interceptor) {
    this.options = options;
    this.interceptor = interceptor;
    this.callbacks = Executors.newCachedThreadPool(DaemonThreads.named("viking-etcd-callback"));
  }

  /**
   * The client of now.
   *
   * @throws IllegalStateException if the store is closed
   */
  synchronized Client client() {
    if (closed) {
      throw new IllegalStateException("the cluster store is closed");
    }
    if (client == null) {
      client = build();
      generation++;
    }
    return client;
  }

  /** Grows when the client is replaced: streams of an older one are dead. */
  synchronized int generation() {
    return generation;
  }

  synchronized void worked() {
    if (told) {
      LOG.info("etcd at {} answers again", options.endpoints());
    }
    failing = false;
    told = false;
  }

  /** Notes a call that could not be carried; after some time of nothing else, connects anew. */
  synchronized void failed() {
    long now = System.nanoTime();
    if (!failing) {
      failing = true;
      firstFailure = now;
    } else if (now - firstFailure > RENEW_AFTER.toNanos()) {
      firstFailure = now;
      if (!told) {
        LOG.warn("etcd at {} does not answer; trying on", options.endpoints());
      }
      told = true;
      drop();
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    drop();
    callbacks.shutdownNow();
  }

  private void drop() {
    Client old = client;
    client = null;
    if (old != null) {
      old.close();
    }
  }

  private Client build() {
    ClientBuilder builder =
        Client.builder()
            .endpoints(options.endpoints().toArray(String[]::new))
            .loadBalancerPolicy("round_robin")
            .waitForReady(false)
            .retryMaxAttempts(0)
            .connectTimeout(options.deadline())
            .keepaliveTime(KEEP_ALIVE)
            .keepaliveTimeout(options.deadline())
            .executorService(callbacks)
            .interceptor(interceptor);
    return secured(builder).build();
  }

  private ClientBuilder secured(ClientBuilder builder) {
    if (options.endpoints().stream().noneMatch(url -> url.startsWith("https:"))) {
      return builder;
    }
    try {
      return builder.sslContext(ssl -> {});
    } catch (SSLException e) {
      throw new StoreUnavailableException(
          "TLS cannot be set up on this Java: " + e.getMessage() + ".\n  Fix: see the cause.", e);
    }
  }
}
