package io.viking.examples.bench;

import java.util.List;

/**
 * One value of each round, summarised.
 *
 * @param value the median
 * @param min the smallest
 * @param max the largest
 */
record Summary(double value, double min, double max) {
  /**
   * @throws IllegalArgumentException if there is no round
   */
  static Summary of(List<Double> rounds) {
    return new Summary(
        Statistics.median(rounds),
        rounds.stream().mapToDouble(Double::doubleValue).min().orElseThrow(),
        rounds.stream().mapToDouble(Double::doubleValue).max().orElseThrow());
  }
}
