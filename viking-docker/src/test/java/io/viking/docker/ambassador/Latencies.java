package io.viking.docker.ambassador;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** How long a container waits for answers, one new connection after the other. */
final class Latencies {
  private static final int FEWEST = 1_000;

  private final List<Long> nanos = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();

  private Latencies() {}

  /** As long as the condition holds, and so many at least that a percentile has a meaning. */
  static Latencies during(HostLab lab, String container, int port, BooleanSupplier condition) {
    Latencies made = new Latencies();
    while (condition.getAsBoolean() || made.nanos.size() + made.failures.size() < FEWEST) {
      long begin = System.nanoTime();
      try {
        lab.ask(container, port);
        made.nanos.add(System.nanoTime() - begin);
      } catch (IOException e) {
        made.failures.add(e.toString());
      }
    }
    made.nanos.sort(null);
    return made;
  }

  int answers() {
    return nanos.size();
  }

  List<String> failures() {
    return failures;
  }

  /** In milliseconds; the 50th is the median. */
  double percentile(int percent) {
    return nanos.isEmpty()
        ? Double.NaN
        : nanos.get(Math.min(nanos.size() - 1, nanos.size() * percent / 100)) / 1e6;
  }
}
