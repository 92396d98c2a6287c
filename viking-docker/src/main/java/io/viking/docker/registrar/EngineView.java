package io.viking.docker.registrar;

import io.viking.docker.engine.ContainerFacts;
import io.viking.docker.engine.ContainerSummary;
import io.viking.docker.engine.EngineClient;
import io.viking.docker.engine.EventListener;
import io.viking.docker.engine.EventStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the registrar asks of the host's engine; each call has a deadline of its own. */
interface EngineView {
  /** All containers, running or not, in one call. */
  List<ContainerSummary> summaries();

  /** That container; empty if it is gone. */
  Optional<ContainerFacts> container(String id);

  /** Subscribes to what happens from that moment on. */
  EventStream events(Instant since, EventListener listener);

  /** Asks through that client, which stays its owner's to close. */
  static EngineView of(EngineClient client) {
    return new EngineView() {
      @Override
      public List<ContainerSummary> summaries() {
        return client.summaries();
      }

      @Override
      public Optional<ContainerFacts> container(String id) {
        return client.container(id);
      }

      @Override
      public EventStream events(Instant since, EventListener listener) {
        return client.events(since, listener);
      }
    };
  }
}
