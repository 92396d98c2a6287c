package io.viking.docker.doctor;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Asks several things at the same time, each within a limit; none waits for another's failure. */
final class Questions implements AutoCloseable {
  private final Duration limit;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "viking-doctor");
            thread.setDaemon(true);
            return thread;
          });

  Questions(Duration limit) {
    this.limit = limit;
  }

  /** Asks now; the answer never fails, and is there after the limit at the latest. */
  <T> CompletableFuture<Answer<T>> ask(Supplier<T> question) {
    return CompletableFuture.supplyAsync(() -> Answer.of(question.get()), threads)
        .orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS)
        .exceptionally(failure -> Answer.failed(why(failure)));
  }

  private String why(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof TimeoutException) {
      return "no answer within " + limit.toSeconds() + " s.";
    }
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }

  /** Gives up on whoever has not answered. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
