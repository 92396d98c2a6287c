package io.viking.docker.plan;

import io.viking.model.Host;
import io.viking.model.InstanceId;

/**
 * A container to be stopped and removed.
 *
 * @param host where it is
 * @param instance which one
 * @param reason why, such as "the job has changed" or "surplus"
 */
public record Removal(Host host, InstanceId instance, String reason) {}
