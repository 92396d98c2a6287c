package io.viking.docker.ambassador;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Threads that each make one connection to an echo server after the other. */
public final class EchoLoad implements AutoCloseable {
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  private final int port;
  private final AtomicInteger connections = new AtomicInteger();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private volatile boolean ended;

  private EchoLoad(int port) {
    this.port = port;
  }

  public static EchoLoad start(int port, int threads) {
    EchoLoad load = new EchoLoad(port);
    for (int i = 0; i < threads; i++) {
      load.threads.execute(load::work);
    }
    return load;
  }

  private void work() {
    while (!ended) {
      try {
        new EchoClient(port).exchangeAndClose();
      } catch (IOException e) {
        failures.add(e.toString());
      }
      connections.incrementAndGet();
    }
  }

  /** Until that many more connections were made. */
  public void awaitMore(int more) {
    int wanted = connections.get() + more;
    long deadline = System.nanoTime() + DEADLINE.toNanos();
    while (connections.get() < wanted) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("no more than " + connections + ", failed: " + failures);
      }
      LockSupport.parkNanos(1_000_000);
    }
  }

  public int connections() {
    return connections.get();
  }

  public List<String> failures() {
    return List.copyOf(failures);
  }

  /** Lets the connections that are open come to their end. May be repeated. */
  @Override
  public void close() {
    ended = true;
    threads.shutdown();
    try {
      if (!threads.awaitTermination(DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("connections do not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
