package io.viking.docker.bootstrap;

import io.viking.model.Host;

/**
 * What was done on a host.
 *
 * @param host the host
 * @param action what was done
 * @param image the agent's image
 */
public record BootstrapResult(Host host, Action action, String image) {
  /** What can be done. */
  public enum Action {
    /** There was no agent, now there is. */
    STARTED,
    /** There was another agent, or one that did not run. */
    REPLACED,
    /** The agent runs already, with this image and these options. */
    UNCHANGED
  }
}
