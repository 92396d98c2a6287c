package io.viking.docker.soak;

import java.time.Duration;
import java.util.Locale;

/** From when to when, counted from the begin of the run. */
record Span(Duration begin, Duration end) {
  Span {
    if (end.compareTo(begin) < 0) {
      throw new IllegalArgumentException("it ends at " + end + ", before it begins at " + begin);
    }
  }

  /** Whether both have a moment in common. */
  boolean meets(Span other) {
    return begin.compareTo(other.end) <= 0 && other.begin.compareTo(end) <= 0;
  }

  /** The same, ending that much later. */
  Span extended(Duration more) {
    return new Span(begin, end.plus(more));
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.3f-%.3f s", seconds(begin), seconds(end));
  }

  private static double seconds(Duration time) {
    return time.toNanos() / 1e9;
  }
}
