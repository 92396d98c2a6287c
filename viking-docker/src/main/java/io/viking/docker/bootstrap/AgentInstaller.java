package io.viking.docker.bootstrap;

import io.viking.docker.bootstrap.BootstrapResult.Action;
import io.viking.docker.engine.ContainerFacts;
import io.viking.docker.engine.EngineClient;
import io.viking.docker.engine.NewContainer;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/** Brings the agent to one host, or leaves the one alone that is there. For one thread. */
final class AgentInstaller {
  /**
   * An agent drains its connections and gives back its lease; killed, it would leave its record.
   */
  static final Duration GRACE = Duration.ofSeconds(40);

  private final EngineClient engine;
  private final AgentWatch watch;
  private final AgentImage image;
  private final AgentFiles files;
  private final AgentSuccession succession;

  AgentInstaller(EngineClient engine, AgentWatch watch, AgentImage image, AgentFiles files) {
    this.engine = engine;
    this.watch = watch;
    this.image = image;
    this.files = files;
    this.succession = new AgentSuccession(engine, watch, files);
  }

  /**
   * Returns when the host has an agent like that, which has announced it.
   *
   * @throws BootstrapException if it has not
   */
  Action install(NewContainer wanted) {
    succession.finish();
    Optional<ContainerFacts> present = engine.container(AgentContainer.NAME);
    Action action = action(present, wanted);
    if (action != Action.UNCHANGED) {
      buildUnlessThere();
      if (present.filter(old -> AgentContainer.handsOver(old, wanted)).isPresent()) {
        succession.replace(present.get(), wanted);
      } else {
        present.ifPresent(this::stopAndRemove);
        start(wanted);
      }
    }
    watch.awaitAnnounced();
    return action;
  }

  private Action action(Optional<ContainerFacts> present, NewContainer wanted) {
    if (present.isEmpty()) {
      return Action.STARTED;
    }
    boolean same =
        Objects.equals(
            wanted.labels().get(AgentContainer.LABEL),
            present.get().labels().get(AgentContainer.LABEL));
    // The files themselves are compared, and not a hash in the label, which everybody could read
    // and try passwords against.
    return same && present.get().isRunning() && files.areIn(engine, present.get().id())
        ? Action.UNCHANGED
        : Action.REPLACED;
  }

  private void buildUnlessThere() {
    if (engine.image(image.tag()).isEmpty()) {
      engine.build(image.tar(), image.tag());
    }
  }

  private void stopAndRemove(ContainerFacts old) {
    engine.stop(old.id(), GRACE);
    engine.removeWithOwnVolumes(old.id());
  }

  private void start(NewContainer wanted) {
    watch.awaitGone();
    String created = engine.create(wanted);
    files.copyInto(engine, created);
    engine.start(created);
  }
}
