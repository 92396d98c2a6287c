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
  PACED,
  BULK,
  FOOTPRINT,
  AGENT,
  ENDTOEND,
  GONE;

  /** The one of that key, or the one that measures the metric of that name. */
  static Optional<Workload> of(String name) {
    if (name.startsWith("agent.")) {
      return Optional.of(AGENT);
    }
    if (name.startsWith("endtoend.")) {
      return Optional.of(ENDTOEND);
    }
    if (name.startsWith("gone.")) {
      return Optional.of(GONE);
    }
    String quantity =
        name.replaceFirst("^(loopback[.])?(relay|kernel)[.]", "").replaceFirst("_vs_.*$", "");
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
    return compareTo(AGENT) >= 0;
  }

  /** What is done, in words, where it takes a whole cluster. */
  String title() {
    return switch (this) {
      case AGENT -> "a whole agent";
      case ENDTOEND -> "starts of a container";
      case GONE -> "endpoints that go";
      default -> key();
    };
  }

  String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
