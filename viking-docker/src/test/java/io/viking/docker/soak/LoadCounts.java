package io.viking.docker.soak;

import java.util.Arrays;

/** How the load has fared. Written by one thread, read by any. */
final class LoadCounts {
  private int begun;
  private int ended;
  private int failed;
  private int failedStaying;
  private int skipped;
  private int repeated;
  private int answers;
  private long[] nanos = new long[1024];

  /** A connection for a single request was begun. */
  synchronized void begun() {
    begun++;
  }

  /** One of those has come to its end, with the right answer. */
  synchronized void ended() {
    ended++;
  }

  /** A connection has failed. */
  synchronized void failed(boolean stays) {
    if (stays) {
      failedStaying++;
    } else {
      failed++;
    }
  }

  /** One that stays was not free when its next request was due. */
  synchronized void skipped() {
    skipped++;
  }

  /** A request was answered. */
  synchronized void answered(boolean stays, long time) {
    if (stays) {
      repeated++;
      return;
    }
    if (answers == nanos.length) {
      nanos = Arrays.copyOf(nanos, 2 * answers);
    }
    nanos[answers++] = time;
  }

  synchronized int connections() {
    return begun;
  }

  synchronized int underWay() {
    return begun - ended - failed;
  }

  /** Requests answered on connections that stay. */
  synchronized int repeated() {
    return repeated;
  }

  /** What that share of the single requests was answered within, in milliseconds. */
  synchronized double millis(double share) {
    long[] sorted = Arrays.copyOf(nanos, answers);
    Arrays.sort(sorted);
    return answers == 0 ? 0 : sorted[(int) Math.min(answers - 1.0, share * answers)] / 1e6;
  }

  @Override
  public synchronized String toString() {
    return "begun %d, ended %d, failed %d; staying: %d requests, %d skipped, %d failed"
        .formatted(begun, ended, failed, repeated, skipped, failedStaying);
  }
}
