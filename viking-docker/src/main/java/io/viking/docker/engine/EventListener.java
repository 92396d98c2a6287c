package io.viking.docker.engine;

import java.util.Optional;

/** Hears an engine's events; one call at a time. It must not block for long. */
public interface EventListener {
  /** Something happened. */
  void onEvent(ContainerEvent event);

  /**
   * There will be no more events, although the stream was not closed; called once. Subscribe again.
   *
   * <p>A link that was cut ends no stream: ping now and then.
   *
   * @param cause why; empty if the engine ended the stream in order
   */
  void onEnd(Optional<EngineException> cause);
}
