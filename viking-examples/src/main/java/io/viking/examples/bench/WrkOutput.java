package io.viking.examples.bench;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What {@code wrk} has measured, as its script {@code wrk.lua} says it.
 *
 * @param perSecond requests a second
 * @param latency how long they took
 */
record WrkOutput(double perSecond, Latency latency) {
  /**
   * How long requests took, in milliseconds.
   *
   * @param p50 half of them at most
   * @param p99 99 of 100 at most
   * @param p999 999 of 1,000 at most
   */
  record Latency(double p50, double p99, double p999) {}

  private static final double MICROS_PER_SECOND = 1e6;
  private static final double MICROS_PER_MILLI = 1e3;

  /**
   * Reads the script's line.
   *
   * @param connections how many connections it had: as many answers may have come in part
   * @param size how many bytes each answer had to have, with its head
   * @throws InvalidFigureException if a request failed or answers were not as they should be
   */
  static WrkOutput parse(String output, int connections, int size) {
    Map<String, Double> values = values(output);
    double requests = value(values, "requests");
    if (requests == 0 || value(values, "errors") != 0) {
      throw new InvalidFigureException(
          "wrk: %,.0f requests, %,.0f errors".formatted(requests, value(values, "errors")));
    }
    double excess = value(values, "bytes") - requests * size;
    if (excess < 0 || excess > (double) connections * size) {
      throw new InvalidFigureException(
          "wrk: %,.0f requests brought %,.0f bytes, not %d each"
              .formatted(requests, value(values, "bytes"), size));
    }
    return new WrkOutput(
        requests * MICROS_PER_SECOND / value(values, "micros"),
        new Latency(millis(values, "p50"), millis(values, "p99"), millis(values, "p999")));
  }

  private static Map<String, Double> values(String output) {
    Map<String, Double> values = new HashMap<>();
    output
        .lines()
        .filter(line -> line.startsWith("summary "))
        .flatMap(line -> Stream.of(line.split(" ", -1)))
        .map(word -> word.split("=", -1))
        .filter(word -> word.length == 2)
        .forEach(word -> values.put(word[0], Double.valueOf(word[1])));
    return values;
  }

  private static double millis(Map<String, Double> values, String name) {
    return value(values, name) / MICROS_PER_MILLI;
  }

  private static double value(Map<String, Double> values, String name) {
    return Optional.ofNullable(values.get(name))
        .orElseThrow(() -> new InvalidFigureException("wrk: it did not say its " + name));
  }
}
