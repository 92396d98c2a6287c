package io.viking.docker;

import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** What a task failed with. */
final class Failures {
  private Failures() {}

  /** The failure itself, without what a future wraps around it. */
  static Throwable unwrap(@Nullable Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause == null ? new IllegalStateException("the task did not fail") : cause;
  }

  /** The text to show for it. */
  static String text(Throwable failure) {
    String message = failure.getMessage();
    return message == null ? failure.toString() : message;
  }

  /** The failure as something that can be thrown. */
  static RuntimeException unchecked(Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    return failure instanceof RuntimeException unchecked
        ? unchecked
        : new IllegalStateException(failure);
  }
}
