package io.viking.examples.bench;

import java.util.Arrays;
import java.util.Collection;

/** What a row of measured values comes to. Pure. */
final class Statistics {
  private Statistics() {}

  /**
   * The middle value, or the mean of the two in the middle.
   *
   * @throws IllegalArgumentException if there is no value
   */
  static double median(Collection<Double> values) {
    double[] sorted = sorted(values.stream().mapToDouble(Double::doubleValue).toArray());
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }

  /**
   * The smallest value that is not exceeded by that share of them: the nearest-rank percentile.
   *
   * @param share above 0, at most 1
   * @throws IllegalArgumentException if there is no value
   */
  static double percentile(double[] values, double share) {
    double[] sorted = sorted(values);
    return sorted[(int) Math.ceil(share * sorted.length) - 1];
  }

  private static double[] sorted(double[] values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("there is nothing to summarise: no call was completed");
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted;
  }
}
