package io.viking.docker.plan;

import io.viking.model.Host;

/**
 * A container to be started.
 *
 * @param host where
 * @param spec what
 * @param reason why, such as "new" or "replaces app_web_a6df32: the job has changed"
 */
public record Start(Host host, ContainerSpec spec, String reason) {}
