package io.viking.docker.bootstrap;

import io.viking.docker.engine.ContainerFacts;
import io.viking.docker.engine.EngineClient;
import io.viking.model.Host;
import io.viking.ports.HostDirectory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Waits for the agent of one host, and says what is wrong with it. For one thread. */
final class AgentWatch {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final int LOG_LINES = 10;

  /** It says so once, early, and may have much else to say. */
  private static final int READY_LINES = 1000;

  private final Host host;
  private final EngineClient engine;
  private final HostDirectory directory;
  private final BootstrapOptions options;
  private final Clock clock;

  AgentWatch(
      Host host,
      EngineClient engine,
      HostDirectory directory,
      BootstrapOptions options,
      Clock clock) {
    this.host = host;
    this.engine = engine;
    this.directory = directory;
    this.options = options;
    this.clock = clock;
  }

  /** The record of an agent that was killed outlives it; the new one's must not be taken for it. */
  void awaitGone() {
    Instant deadline = deadline();
    while (isAnnounced()) {
      if (clock.instant().isAfter(deadline)) {
        throw new BootstrapException(
            "host '"
                + host.name()
                + "' has an agent already that is not the container '"
                + AgentContainer.NAME
                + "'.\n  Fix: stop that agent, or keep it and leave this host out.",
            null);
      }
      pause();
    }
  }

  /** Waits until the agent has announced its host. */
  void awaitAnnounced() {
    Instant deadline = deadline();
    while (!isAnnounced()) {
      boolean ended = hasEnded(AgentContainer.NAME);
      if (ended || clock.instant().isAfter(deadline)) {
        throw new BootstrapException(
            "the agent on host '"
                + host.name()
                + "' "
                + (ended ? "ended" : "did not announce its host within " + seconds())
                + ". Its last lines:"
                + lastLines(AgentContainer.NAME)
                + "\n  Fix: read all of it with 'docker -H "
                + host.engine()
                + " logs "
                + AgentContainer.NAME
                + "'; check that the host reaches etcd at "
                + String.join(", ", options.etcd())
                + ".",
            null);
      }
      pause();
    }
  }

  /** Waits until a new agent, beside one that runs, has taken over and is ready. */
  void awaitReady(String container) {
    Instant deadline = deadline();
    while (!engine.container(container).filter(this::isReady).isPresent()) {
      boolean ended = hasEnded(container);
      if (ended || clock.instant().isAfter(deadline)) {
        throw new BootstrapException(
            "the new agent on host '"
                + host.name()
                + "' "
                + (ended ? "ended before it was ready" : "was not ready within " + seconds())
                + "; the one before it goes on. The last lines of the new one:"
                + lastLines(container)
                + "\n  Fix: mend what these lines say, and run bootstrap again.",
            null);
      }
      pause();
    }
  }

  /** Whether an agent's container has said of late that it is ready. */
  boolean isReady(ContainerFacts agent) {
    return agent.isRunning()
        && engine.logTail(agent.id(), READY_LINES).contains(AgentContainer.READY_LINE);
  }

  private boolean hasEnded(String container) {
    Optional<ContainerFacts> agent = engine.container(container);
    return agent.isEmpty() || agent.get().restartCount() > 0;
  }

  private boolean isAnnounced() {
    return directory.hosts().stream().anyMatch(live -> live.name().equals(host.name()));
  }

  private String lastLines(String container) {
    List<String> lines = engine.logTail(container, LOG_LINES);
    return lines.isEmpty() ? " none." : "\n    " + String.join("\n    ", lines);
  }

  private String seconds() {
    return options.readyTimeout().toSeconds() + " s";
  }

  private Instant deadline() {
    return clock.instant().plus(options.readyTimeout());
  }

  private static void pause() {
    try {
      Thread.sleep(POLL.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BootstrapException("interrupted while waiting for an agent", e);
    }
  }
}
