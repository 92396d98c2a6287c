package io.viking.docker;

import io.viking.model.Host;
import io.viking.model.InstanceId;

/**
 * A container has come to another phase of a deployment.
 *
 * @param instance which container
 * @param host where
 * @param phase where it has come to
 */
public record ProgressEvent(InstanceId instance, Host host, Phase phase) {

  /** The phases of a container in a deployment. */
  public enum Phase {
    /** Its image is fetched to the host. */
    PULLING,
    /** It is made and started. */
    STARTING,
    /** Its process runs; it is not known to answer yet. */
    STARTED,
    /** Every port of it is registered. */
    REACHABLE,
    /** It gets no new connections; those that it has may end before it is stopped. */
    DRAINING,
    /** It is stopped and removed. */
    REMOVING,
    /** It is gone. */
    REMOVED,
    /** It could not be started, reached or removed; the deployment's exception says why. */
    FAILED
  }
}
