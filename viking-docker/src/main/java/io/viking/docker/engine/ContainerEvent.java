package io.viking.docker.engine;

import java.time.Instant;
import java.util.Locale;

/**
 * Something that happened to a container.
 *
 * @param containerId the engine's id of it
 * @param action what happened
 * @param time when, by the engine's clock
 */
public record ContainerEvent(String containerId, Action action, Instant time) {
  /** What can happen to a container. */
  public enum Action {
    CREATE,
    START,
    RESTART,
    DIE,
    OOM,
    KILL,
    STOP,
    PAUSE,
    UNPAUSE,
    RENAME,
    UPDATE,
    DESTROY,
    /** Its health changed; ask for the container to learn to what. */
    HEALTH_STATUS,
    /** Anything else, an action that this version of viking does not know included. */
    OTHER;

    /**
     * Reads the engine's word; what follows a colon, as in {@code health_status: healthy}, is
     * dropped.
     */
    static Action parse(String text) {
      int colon = text.indexOf(':');
      String word = (colon < 0 ? text : text.substring(0, colon)).trim().toUpperCase(Locale.ROOT);
      for (Action action : values()) {
        if (action.name().equals(word)) {
          return action;
        }
      }
      return OTHER;
    }
  }
}
