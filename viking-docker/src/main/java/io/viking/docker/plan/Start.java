package io.viking.docker.plan;

import io.viking.model.Host;
import io.viking.model.InstanceId;
import java.util.Optional;

/**
 * A container to be started.
 *
 * @param host where
 * @param spec what
 * @param reason why, such as "new" or "replaces app_web_a6df32: the job has changed"
 * @param replaces the container that serves in its place until this one does; empty if none does,
 *     so that there is nothing to wait for
 */
public record Start(Host host, ContainerSpec spec, String reason, Optional<InstanceId> replaces) {}
