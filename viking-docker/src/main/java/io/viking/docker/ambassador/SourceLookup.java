package io.viking.docker.ambassador;

import java.util.concurrent.CompletionStage;

/**
 * Asks the ambassador's owner to look at the host's containers again: a connection came from an
 * address that no permission mentions.
 *
 * <p>Called by one thread at a time, never while an earlier call is under way, and only once for
 * all the connections that wait.
 */
@FunctionalInterface
public interface SourceLookup {
  /**
   * Starts to look and returns at once. When the stage completes, {@link Ambassador#permissions}
   * has been called with what was found; a stage that fails decides as one that found nothing.
   */
  CompletionStage<Void> refresh();
}
