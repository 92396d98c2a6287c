package io.viking.docker.launch;

import io.viking.docker.engine.ContainerEvent;
import io.viking.docker.engine.ContainerEvent.Action;
import io.viking.docker.engine.EngineException;
import io.viking.docker.engine.EventListener;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Passes on that containers came, went or ended; health checks alone would tell all the time. */
final class Happenings implements EventListener {
  private static final Set<Action> TOLD =
      EnumSet.of(
          Action.START,
          Action.RESTART,
          Action.DIE,
          Action.OOM,
          Action.STOP,
          Action.PAUSE,
          Action.UNPAUSE,
          Action.DESTROY);

  private final Runnable news;
  private final Runnable ended;

  Happenings(Runnable news, Runnable ended) {
    this.news = news;
    this.ended = ended;
  }

  @Override
  public void onEvent(ContainerEvent event) {
    if (TOLD.contains(event.action())) {
      news.run();
    }
  }

  @Override
  public void onEnd(Optional<EngineException> cause) {
    ended.run();
  }
}
