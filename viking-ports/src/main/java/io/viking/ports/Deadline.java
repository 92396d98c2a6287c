package io.viking.ports;

import java.time.Duration;

/** The moment at which one call has to end, whatever it waits for. */
final class Deadline {
  private final Duration length;
  private final long end;

  private Deadline(Duration length) {
    this.length = length;
    this.end = System.nanoTime() + length.toNanos();
  }

  static Deadline after(Duration length) {
    return new Deadline(length);
  }

  /** How long it was when it was set. */
  Duration length() {
    return length;
  }

  /** Never negative. */
  Duration remaining() {
    return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
  }

  boolean isOver() {
    return end - System.nanoTime() <= 0;
  }
}
