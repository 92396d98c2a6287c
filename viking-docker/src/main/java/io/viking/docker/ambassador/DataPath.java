package io.viking.docker.ambassador;

import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * What moves the bytes: accepts on a port, asks its {@link Switchboard} who may connect and where
 * to, and relays. It knows neither services nor permissions, so one path can take another's place.
 */
interface DataPath extends AutoCloseable {
  /**
   * Listens on that port; fails with the cause where it cannot. The stage completes on any thread.
   */
  CompletionStage<Void> open(PortKey port);

  /**
   * Stops listening on that port; connections live on. Harmless where it does not listen. The stage
   * completes on any thread.
   */
  CompletionStage<Void> close(PortKey port);

  /** The sockets that another process could go on listening with. */
  default List<ListeningSocket> sockets() {
    return List.of();
  }

  /** Stops listening, resets what is connected and ends all threads before it returns. */
  @Override
  void close();
}
