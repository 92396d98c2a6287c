package io.viking.examples.bench;

/**
 * How much {@code bench/deploy} does.
 *
 * @param containers how many containers
 * @param parallel how many of them are worked on at a time on each host, where it is in parallel
 * @param rounds how many rounds
 */
record DeployVolume(int containers, int parallel, int rounds) {}
