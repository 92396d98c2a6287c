package io.viking.examples.bench;

import java.util.Locale;
import java.util.Optional;

/** What the benchmark answers, in the order in which it is shown. */
enum Figure {
  NEW_PORT_1(Unit.MILLIS, "new port, 1 caller", "one raw transaction"),
  KNOWN_PORT_1(Unit.MILLIS, "known port, 1 caller", "one raw get"),
  KNOWN_PORT_1_UNSEEN(Unit.MILLIS, "known port, new to this client, 1 caller", "one raw get"),
  NEW_PORTS_64(Unit.PER_SECOND, "new ports, 64 callers", "the naive loop"),
  NEW_PORTS_64_P99(Unit.MILLIS, "new ports, 64 callers, p99", "the naive loop's median"),
  NEW_PORTS_4X16(Unit.PER_SECOND, "new ports, 4 processes of 16 callers", "the naive loop"),
  BATCH_10000(Unit.MILLIS, "10,000 new ports in one call", "raw nested transactions"),
  BATCH_10000_FLAT(Unit.MILLIS, "10,000 new ports in one call", "raw transactions of 127 puts"),
  CLIENT_HEAP_MB(Unit.MEGABYTES, "heap of a client that knows 10,000", "of one that knows 1");

  private final Unit unit;
  private final String title;
  private final String peer;

  Figure(Unit unit, String title, String peer) {
    this.unit = unit;
    this.title = title;
    this.peer = peer;
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
    return switch (this) {
      case NEW_PORT_1 -> Optional.of(Bar.atMost(1.3));
      case KNOWN_PORT_1 -> Optional.of(Bar.atMost(1.1));
      case NEW_PORTS_64 -> Optional.of(Bar.atLeast(20));
      case NEW_PORTS_64_P99 -> Optional.of(Bar.atMost(1));
      case NEW_PORTS_4X16 -> Optional.of(Bar.atLeast(5));
      case BATCH_10000 -> Optional.of(Bar.below(1.5));
      case CLIENT_HEAP_MB -> Optional.of(Bar.below(20));
      default -> Optional.empty();
    };
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
