package io.viking.examples.bench;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code iperf3 --json} has measured.
 *
 * @param bytes what the server received
 * @param seconds for how long
 */
record IperfOutput(double bytes, double seconds) {
  private static final Pattern ERROR = Pattern.compile("\"error\":\\s*\"([^\"]*)\"");
  private static final double BITS_PER_GIGABIT = 1e9 / 8;

  /**
   * Reads the sum of all streams, as the server counted it.
   *
   * @throws InvalidFigureException if it failed, or nothing came
   */
  static IperfOutput parse(String json) {
    Matcher error = ERROR.matcher(json);
    if (error.find()) {
      throw new InvalidFigureException("iperf3: " + error.group(1));
    }
    int sum = json.indexOf("\"sum_received\"");
    if (sum < 0) {
      throw new InvalidFigureException("iperf3: it did not say what was received");
    }
    String received = json.substring(sum, json.indexOf('}', sum));
    IperfOutput output = new IperfOutput(number(received, "bytes"), number(received, "seconds"));
    if (output.bytes <= 0 || output.seconds <= 0) {
      throw new InvalidFigureException("iperf3: nothing was received");
    }
    return output;
  }

  double gigabitsPerSecond() {
    return bytes / BITS_PER_GIGABIT / seconds;
  }

  private static double number(String object, String name) {
    Matcher value = Pattern.compile("\"" + name + "\":\\s*([0-9.eE+-]+)").matcher(object);
    return value.find() ? Double.parseDouble(value.group(1)) : 0;
  }
}
