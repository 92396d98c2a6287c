package io.viking.docker.registrar;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/** What makes the registrar look at the engine. */
sealed interface Signal {
  /**
   * Something happened to that container.
   *
   * @param made that it was made, and nothing more
   */
  record Happened(String containerId, Instant time, boolean made) implements Signal {}

  /** That subscription to events will tell nothing more. */
  record Ended(int subscription, String why) implements Signal {}

  /** Somebody waits for a fresh look. */
  record Refresh(CompletableFuture<Void> done) implements Signal {}

  /** The registrar is being closed. */
  record Stop() implements Signal {}
}
