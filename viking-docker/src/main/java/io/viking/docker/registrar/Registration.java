package io.viking.docker.registrar;

import io.viking.ports.Endpoint;
import java.time.Instant;
import java.util.Optional;

/**
 * An endpoint that should be registered as long as its instance is healthy.
 *
 * @param endpoint the endpoint
 * @param open whether the image's own HEALTHCHECK, if any, passes
 * @param probe what must pass beside that; empty for nothing
 * @param started when the instance's container was started last
 */
record Registration(
    Endpoint endpoint, boolean open, Optional<ProbeSpec> probe, Optional<Instant> started) {}
