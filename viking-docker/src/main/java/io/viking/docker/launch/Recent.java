package io.viking.docker.launch;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An answer that is asked for once by all who want it at the same time, and kept for a while. Of a
 * failure all hear who waited for it, and whoever comes next asks again. Safe for use by several
 * threads.
 */
final class Recent<T> {
  private final Supplier<T> question;
  private final Duration goodFor;
  private final LongSupplier nanos;
  private @Nullable Asked<T> last;

  /** A question, and when it was asked. */
  private record Asked<T>(CompletableFuture<T> answer, long at) {}

  /**
   * @param nanos time in nanoseconds, as of {@link System#nanoTime}
   */
  Recent(Supplier<T> question, Duration goodFor, LongSupplier nanos) {
    this.question = question;
    this.goodFor = goodFor;
    this.nanos = nanos;
  }

  /** The answer; throws what the question throws. */
  T get() {
    CompletableFuture<T> mine = new CompletableFuture<>();
    CompletableFuture<T> current = current(mine);
    if (current == mine) {
      ask(mine);
    }
    try {
      return current.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw e;
    }
  }

  /** What was asked not too long ago; else what is to be asked now. */
  private synchronized CompletableFuture<T> current(CompletableFuture<T> next) {
    Asked<T> known = last;
    if (known != null
        && !known.answer().isCompletedExceptionally()
        && nanos.getAsLong() - known.at() < goodFor.toNanos()) {
      return known.answer();
    }
    last = new Asked<>(next, nanos.getAsLong());
    return next;
  }

  private void ask(CompletableFuture<T> answer) {
    try {
      answer.complete(question.get());
    } catch (RuntimeException | Error e) {
      answer.completeExceptionally(e);
    }
  }
}
