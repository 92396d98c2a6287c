package io.viking.docker.agent;

import java.time.Instant;

/**
 * The last change of a service's endpoints, as the ambassadors know them.
 *
 * @param endpoints how many there are since then
 * @param told when the store, or a container's variable, told of it
 * @param applied since when new connections go by it
 */
public record LinkTimes(int endpoints, Instant told, Instant applied) {}
