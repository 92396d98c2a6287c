package io.viking.docker.reconcile;

import java.time.Duration;

/** Times as people say them. */
final class Words {
  private Words() {}

  /** {@code 15 s}, {@code 2 min}, {@code 2 min 30 s}. */
  static String of(Duration time) {
    long minutes = time.toMinutes();
    int seconds = time.toSecondsPart();
    if (minutes == 0) {
      return seconds + " s";
    }
    return minutes + " min" + (seconds == 0 ? "" : " " + seconds + " s");
  }
}
