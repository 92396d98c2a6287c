package io.viking.docker.registrar;

import java.time.Instant;
import java.util.Optional;

/**
 * When an instance came how far, by this machine's clock.
 *
 * @param started when its container was started, as the engine says
 * @param seen when the registrar first knew of this endpoint
 * @param registered since when the endpoint is in the store; empty while it is not
 */
public record InstanceTimes(
    Optional<Instant> started, Instant seen, Optional<Instant> registered) {}
