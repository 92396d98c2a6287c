package io.viking.examples.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What readings come to: ratios of viking's ways to their peers, taken within each round. Pure. */
final class Findings {
  private final Readings readings;
  private final String prefix;

  /**
   * Findings of these readings.
   *
   * @param prefix what their names begin with, empty for none
   */
  Findings(Readings readings, String prefix) {
    this.readings = readings;
    this.prefix = prefix;
  }

  /** All that was measured, the metrics of each way first. */
  List<Finding> all() {
    List<Finding> findings = new ArrayList<>();
    for (Way way : List.of(Way.RELAY, Way.KERNEL)) {
      for (Quantity quantity : Quantity.values()) {
        compare(way, Way.HAPROXY, quantity).ifPresent(findings::add);
      }
      for (Quantity quantity : Quantity.values()) {
        compare(way, Way.DIRECT, quantity).ifPresent(findings::add);
      }
      for (Quantity quantity : Quantity.values()) {
        if (quantity.workload() == Workload.BULK) {
          compare(way, Way.HAPROXY_SPLICE, quantity).ifPresent(findings::add);
        }
      }
    }
    return findings;
  }

  private Optional<Finding> compare(Way way, Way peer, Quantity quantity) {
    if (!readings.has(way, quantity) || !readings.has(peer, quantity)) {
      return Optional.empty();
    }
    List<Pair> pairs = readings.pairs(way, peer, quantity);
    Finding.Subject subject =
        new Finding.Subject(
            prefix + way.key() + "." + quantity.key() + suffix(peer),
            quantity.isMetric() && peer != Way.HAPROXY_SPLICE,
            quantity.title() + ": " + way.title() + " / " + peer.title());
    Finding.Values values =
        pairs.isEmpty()
            ? new Finding.Values("", "", Optional.empty())
            : new Finding.Values(
                quantity.text(Statistics.median(pairs.stream().map(Pair::viking).toList())),
                quantity.text(Statistics.median(pairs.stream().map(Pair::peer).toList())),
                Optional.of(ratio(pairs)));
    return Optional.of(new Finding(subject, values, bar(way, peer, quantity)));
  }

  private static String suffix(Way peer) {
    return switch (peer) {
      case DIRECT -> "_vs_direct";
      case HAPROXY_SPLICE -> "_vs_splice";
      default -> "";
    };
  }

  private static Summary ratio(List<Pair> pairs) {
    return Summary.of(pairs.stream().map(pair -> pair.viking() / pair.peer()).toList());
  }

  private static Optional<Bar> bar(Way way, Way peer, Quantity quantity) {
    if (peer == Way.HAPROXY) {
      return way == Way.RELAY ? relay(quantity) : kernel(quantity);
    }
    boolean asGoodAsNone = way == Way.KERNEL && peer == Way.DIRECT;
    return switch (quantity) {
      case KEEPALIVE32, KEEPALIVE512, BULK1, BULK4 ->
          asGoodAsNone ? Optional.of(Bar.atLeast(0.9)) : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static Optional<Bar> relay(Quantity quantity) {
    return switch (quantity) {
      case SHORT, KEEPALIVE32, KEEPALIVE512 -> Optional.of(Bar.atLeast(1));
      case CPU_PER_CONNECTION -> Optional.of(Bar.atMost(1));
      case P99, P99_PACED -> Optional.of(Bar.atMost(1.1));
      case BULK1, BULK4 -> Optional.of(Bar.atLeast(1.4));
      case CPU_PER_GB -> Optional.of(Bar.atMost(0.45));
      default -> Optional.empty();
    };
  }

  private static Optional<Bar> kernel(Quantity quantity) {
    return switch (quantity) {
      case SHORT -> Optional.of(Bar.atLeast(1.25));
      case KEEPALIVE32, KEEPALIVE512, BULK1 -> Optional.of(Bar.atLeast(1.9));
      case P99, P99_PACED -> Optional.of(Bar.atMost(0.5));
      case BULK4 -> Optional.of(Bar.atLeast(1.6));
      default -> Optional.empty();
    };
  }
}
