package io.viking.model.fuzz;

import java.util.Locale;

/**
 * What came of the inputs of one parser.
 *
 * @param name the parser's name
 * @param inputs how many there were
 * @param accepted how many it accepted; it refused all others
 * @param slowestNanos how long the slowest one took
 * @param mostBytes how many bytes the most demanding one allocated
 */
record FuzzTally(String name, int inputs, int accepted, long slowestNanos, long mostBytes) {
  static FuzzTally none(String name) {
    return new FuzzTally(name, 0, 0, 0, 0);
  }

  FuzzTally with(boolean accepts, long nanos, long bytes) {
    return new FuzzTally(
        name,
        inputs + 1,
        accepted + (accepts ? 1 : 0),
        Math.max(slowestNanos, nanos),
        Math.max(mostBytes, bytes));
  }

  /** One line: name, inputs, accepted, refused, slowest in ms, most MB. */
  String line() {
    return String.format(
        Locale.ROOT,
        "%s %d %d %d %.1f %.1f",
        name,
        inputs,
        accepted,
        inputs - accepted,
        slowestNanos / 1e6,
        mostBytes / 1e6);
  }
}
