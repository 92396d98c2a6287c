package io.viking.docker.engine;

import io.viking.docker.engine.EngineException.Kind;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Bounds calls by time. The HTTP client's own response time-out has no effect on unix sockets
 * (docker-java 3.7.1 reads them through a blocking channel), so calls are made in threads that can
 * be given up: interrupting one closes its channel.
 */
final class Deadlines implements AutoCloseable {
  private final String engine;
  private final ExecutorService threads;

  Deadlines(String engine) {
    this.engine = engine;
    AtomicInteger count = new AtomicInteger();
    this.threads =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "viking-engine-" + count.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Makes the call.
   *
   * @throws EngineException if it takes longer, or the thread is interrupted
   */
  <T> T within(Duration deadline, Supplier<T> call) {
    Future<T> future = submit(call);
    try {
      return future.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      future.cancel(true);
      throw new EngineException(
          Kind.UNREACHABLE, engine, "it did not answer within " + text(deadline), e);
    } catch (InterruptedException e) {
      future.cancel(true);
      Thread.currentThread().interrupt();
      throw new EngineException(Kind.UNREACHABLE, engine, "interrupted while waiting for it", e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      throw EngineFailures.translate(engine, cause == null ? e : cause);
    }
  }

  static String text(Duration duration) {
    return duration.toMillis() % 1000 == 0
        ? duration.toSeconds() + " s"
        : duration.toMillis() + " ms";
  }

  private <T> Future<T> submit(Supplier<T> call) {
    try {
      return threads.submit(call::get);
    } catch (RejectedExecutionException e) {
      throw new IllegalStateException("the client of engine " + engine + " is closed", e);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
