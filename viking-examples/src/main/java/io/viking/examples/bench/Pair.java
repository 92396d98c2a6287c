package io.viking.examples.bench;

/**
 * What one round measured.
 *
 * @param viking viking's value
 * @param peer its peer's, in the same round
 */
record Pair(double viking, double peer) {}
