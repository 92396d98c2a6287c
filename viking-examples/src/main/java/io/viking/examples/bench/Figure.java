package io.viking.examples.bench;

import java.util.Locale;
import java.util.Optional;

/** What the benchmark answers, in the order in which it is shown. */
enum Figure {
  NEW_PORT_1(Unit.MILLIS, "1 caller, new port", "one raw transaction", Bar.atMost(1.3)),
  KNOWN_PORT_1(Unit.MILLIS, "1 caller, known port", "one raw get", Bar.atMost(1.1)),
  KNOWN_PORT_1_UNSEEN(
      Unit.MILLIS, "1 caller, known to the store, new to this client", "one raw get"),
  NEW_PORTS_64(Unit.PER_SECOND, "64 callers, new ports", "the naive loop", Bar.atLeast(20)),
  NEW_PORTS_64_P99(
      Unit.MILLIS, "64 callers, new ports, p99", "the naive loop's median", Bar.atMost(1)),
  NEW_PORTS_4X16(
      Unit.PER_SECOND, "4 processes of 16 callers, new ports", "the naive loop", Bar.atLeast(5)),
  BATCH_10000(
      Unit.MILLIS, "10,000 new ports in one call", "raw nested transactions", Bar.below(1.5)),
  BATCH_10000_FLAT(Unit.MILLIS, "10,000 new ports in one call", "raw flat transactions"),
  CLIENT_HEAP_MB(
      Unit.MEGABYTES, "heap of a client that knows 10,000", "one that knows 1", Bar.below(20));

  private final Unit unit;
  private final String title;
  private final String peer;
  private final Optional<Bar> bar;

  Figure(Unit unit, String title, String peer) {
    this(unit, title, peer, Optional.empty());
  }

  Figure(Unit unit, String title, String peer, Bar bar) {
    this(unit, title, peer, Optional.of(bar));
  }

  Figure(Unit unit, String title, String peer, Optional<Bar> bar) {
    this.unit = unit;
    this.title = title;
    this.peer = peer;
    this.bar = bar;
  }

  /** What it is called in the JSON and on the command line. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  Unit unit() {
    return unit;
  }

  /** What viking's value is. */
  String title() {
    return title;
  }

  /** What the peer's value is. */
  String peer() {
    return peer;
  }

  /** What it has to reach; empty where it is for information. */
  Optional<Bar> bar() {
    return bar;
  }

  /** Whether it is one of the project's metrics; the others explain one. */
  boolean isMetric() {
    return !explains().isPresent();
  }

  /** The metric that it explains: measured with it. */
  Optional<Figure> explains() {
    return switch (this) {
      case KNOWN_PORT_1_UNSEEN -> Optional.of(KNOWN_PORT_1);
      case NEW_PORTS_64_P99 -> Optional.of(NEW_PORTS_64);
      case BATCH_10000_FLAT -> Optional.of(BATCH_10000);
      default -> Optional.empty();
    };
  }
}
