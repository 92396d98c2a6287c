package io.viking.docker.plan;

/**
 * A container that takes the place of one that serves.
 *
 * @param start the new one
 * @param removal the old one, which goes when the new one is reachable
 */
public record Replacement(Start start, Removal removal) {}
