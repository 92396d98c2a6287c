package io.viking.examples.bench;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code ab} has measured.
 *
 * @param requests how many requests it made, one a connection
 * @param perSecond how many a second
 */
record AbOutput(int requests, double perSecond) {
  /**
   * Reads what it printed.
   *
   * @param requests how many had to succeed
   * @param size how many bytes each answer had to have, without its head
   * @throws InvalidFigureException if a request failed or an answer was not as it should be
   */
  static AbOutput parse(String output, int requests, int size) {
    long complete = (long) number(output, "Complete requests");
    long failed = (long) number(output, "Failed requests");
    long bytes = (long) number(output, "HTML transferred");
    if (complete != requests || failed != 0 || output.contains("Non-2xx responses:")) {
      throw new InvalidFigureException(
          "ab: %d of %d requests completed, %d failed".formatted(complete, requests, failed));
    }
    if (bytes != (long) requests * size) {
      throw new InvalidFigureException(
          "ab: %,d bytes came in the place of %,d".formatted(bytes, (long) requests * size));
    }
    return new AbOutput(requests, number(output, "Requests per second"));
  }

  /** How long it took. */
  double seconds() {
    return requests / perSecond;
  }

  private static double number(String output, String name) {
    Matcher line = Pattern.compile("^" + name + ": +([0-9.]+)", Pattern.MULTILINE).matcher(output);
    if (!line.find()) {
      throw new InvalidFigureException("ab: " + lastLine(output));
    }
    return Double.parseDouble(line.group(1));
  }

  private static String lastLine(String output) {
    return output.lines().filter(line -> !line.isBlank()).reduce("it said nothing", (a, b) -> b);
  }
}
