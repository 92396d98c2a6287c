package io.viking.examples.bench;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

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

  /** The one of that key, or the one that measures the metric of that name. */
  static Optional<Workload> of(String name) {
    if (name.startsWith("agent.")) {
      return Optional.of(AGENT);
    }
    if (name.startsWith("endtoend.")) {
      return Optional.of(ENDTOEND);
    }
    String quantity = name.replaceFirst("^(relay|kernel)[.]", "").replaceFirst("_vs_.*$", "");
    return Stream.of(values())
        .filter(workload -> workload.key().equals(name))
        .findFirst()
        .or(() -> Quantity.of(quantity).map(Quantity::workload));
  }

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
