package io.viking.examples.bench;

import java.util.Locale;

/** What is done to each way, one after the other. */
enum Workload {
  SHORT,
  SHORT_200,
  KEEPALIVE32,
  KEEPALIVE512,
  BULK,
  FOOTPRINT;

  String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
