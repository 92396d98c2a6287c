package io.viking.examples.bench;

import java.util.Locale;

/** What is done to each way, one after the other. */
enum Workload {
  SHORT,
  SHORT_200,
  KEEPALIVE32,
  KEEPALIVE512,
  BULK,
  FOOTPRINT,
  AGENT,
  ENDTOEND;

  /** Whether all ways take turns under it. */
  boolean isInTurns() {
    return compareTo(FOOTPRINT) < 0;
  }

  /** Whether it takes a whole cluster. */
  boolean isOfCluster() {
    return this == AGENT || this == ENDTOEND;
  }

  String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
