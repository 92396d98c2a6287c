package io.viking.docker.bootstrap;

import io.viking.docker.engine.ContainerFacts;
import io.viking.docker.engine.EngineClient;
import io.viking.docker.engine.EngineException;
import io.viking.docker.engine.NewContainer;
import io.viking.model.RestartPolicy;
import java.util.Optional;

/**
 * A new agent's container beside the one that runs, from which it takes over; that one is removed
 * once the new one is ready, and goes on if it is not. For one thread.
 */
final class AgentSuccession {
  private static final RestartPolicy NEVER = new RestartPolicy(RestartPolicy.Mode.NO, 0);

  private final EngineClient engine;
  private final AgentWatch watch;
  private final AgentFiles files;

  AgentSuccession(EngineClient engine, AgentWatch watch, AgentFiles files) {
    this.engine = engine;
    this.watch = watch;
    this.files = files;
  }

  /**
   * Returns when the new one runs in place of the old one, under its name.
   *
   * @throws BootstrapException if the new one is not ready in time; the old one goes on
   * @throws EngineException if the engine refuses the new one; the old one goes on
   */
  void replace(ContainerFacts old, NewContainer wanted) {
    // Until it is ready it has a name of its own: whoever looks for the agent finds one that works.
    String next =
        engine.create(
            NewContainer.builder().from(wanted).name(AgentContainer.SUCCESSOR_NAME).build());
    try {
      files.copyInto(engine, next);
      // It ends when it is replaced, and must not be started again for that.
      engine.setRestart(old.id(), NEVER);
      engine.start(next);
      watch.awaitReady(next);
    } catch (EngineException | BootstrapException e) {
      restore(next, Optional.of(old), old.restart(), e);
      throw e;
    }
    succeed(next, Optional.of(old));
  }

  private void succeed(String next, Optional<ContainerFacts> old) {
    // Returns when its connections have ended, or their time to do so is over.
    old.ifPresent(one -> engine.stop(one.id(), AgentInstaller.GRACE));
    old.ifPresent(one -> engine.removeWithOwnVolumes(one.id()));
    engine.rename(next, AgentContainer.NAME);
  }

  private void restore(
      String next, Optional<ContainerFacts> old, RestartPolicy restart, RuntimeException reason) {
    try {
      restore(next, old, restart);
    } catch (EngineException e) {
      // The next run of bootstrap does it.
      reason.addSuppressed(e);
    }
  }

  private void restore(String next, Optional<ContainerFacts> old, RestartPolicy restart) {
    // Killed, not stopped: in order it would take back what the old one has registered.
    engine.removeWithOwnVolumes(next);
    if (old.isPresent()) {
      // First the policy: one that was replaced already, and is about to end, is started again.
      engine.setRestart(old.get().id(), restart);
      engine.start(old.get().id());
    }
  }

  /** Brings to an end what a bootstrap has begun that was killed. */
  void finish() {
    Optional<ContainerFacts> next = engine.container(AgentContainer.SUCCESSOR_NAME);
    if (next.isEmpty()) {
      return;
    }
    Optional<ContainerFacts> old = engine.container(AgentContainer.NAME);
    boolean alone = old.filter(ContainerFacts::isRunning).isEmpty();
    if (watch.isReady(next.get()) || (alone && next.get().isRunning())) {
      succeed(next.get().id(), old);
    } else {
      restore(next.get().id(), old, AgentContainer.RESTART);
    }
  }
}
