package io.viking.examples.bench;

import java.util.List;

/**
 * How a contestant did in one window of time.
 *
 * @param perSecond calls completed a second, of all callers together
 * @param medianMillis how long the call in the middle took, in milliseconds
 * @param p99Millis how long 99 of 100 calls took at most, in milliseconds
 */
record Sample(double perSecond, double medianMillis, double p99Millis) {

  /**
   * The sample of several processes that ran at the same time. The times are those of the process
   * in the middle and of the slowest one.
   */
  static Sample together(List<Sample> processes) {
    return new Sample(
        processes.stream().mapToDouble(Sample::perSecond).sum(),
        Statistics.median(processes.stream().map(Sample::medianMillis).toList()),
        processes.stream().mapToDouble(Sample::p99Millis).max().orElseThrow());
  }

  /** The form in which a worker process reports it. */
  String line() {
    return perSecond + " " + medianMillis + " " + p99Millis;
  }

  /** Reads {@link #line}. */
  static Sample parse(String line) {
    String[] words = line.split(" ", -1);
    return new Sample(
        Double.parseDouble(words[0]), Double.parseDouble(words[1]), Double.parseDouble(words[2]));
  }
}
