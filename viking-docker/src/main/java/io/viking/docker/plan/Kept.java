package io.viking.docker.plan;

import io.viking.model.Host;
import io.viking.model.InstanceId;

/**
 * A container that stays as it is.
 *
 * @param host where it is
 * @param instance which one
 */
public record Kept(Host host, InstanceId instance) {}
