package io.viking.docker;

import io.viking.docker.plan.ActualInstance.State;

/**
 * A container and how it is doing.
 *
 * @param instance the container, its host and its registered endpoints
 * @param state what its process is doing
 * @param reachable whether every port that its job exposes is registered; for a job without ports,
 *     whether it runs
 */
public record InstanceStatus(DeployedInstance instance, State state, boolean reachable) {}
