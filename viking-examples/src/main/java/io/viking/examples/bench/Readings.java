package io.viking.examples.bench;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** What was read, of each way and round. A workload that failed once gives a way nothing at all. */
final class Readings {
  private final Map<Way, Map<Quantity, SortedMap<Integer, Double>>> values =
      new EnumMap<>(Way.class);
  private final Map<Way, Set<Workload>> failed = new EnumMap<>(Way.class);
  private final List<String> faults = new ArrayList<>();

  void add(Way way, int round, Map<Quantity, Double> read) {
    read.forEach(
        (quantity, value) ->
            values
                .computeIfAbsent(way, first -> new EnumMap<>(Quantity.class))
                .computeIfAbsent(quantity, first -> new TreeMap<>())
                .put(round, value));
  }

  /** That workload went wrong for that way. */
  void fault(Way way, Workload workload, String reason) {
    failed.computeIfAbsent(way, first -> EnumSet.noneOf(Workload.class)).add(workload);
    faults.add(way.key() + ", " + workload.key() + ": " + reason);
  }

  /** What went wrong, a line each; empty when all figures are valid. */
  List<String> faults() {
    return List.copyOf(faults);
  }

  boolean isFailed(Way way, Quantity quantity) {
    return Optional.ofNullable(failed.get(way))
        .map(workloads -> workloads.contains(quantity.workload()))
        .orElse(false);
  }

  /** Whether anything was tried of it. */
  boolean has(Way way, Quantity quantity) {
    return isFailed(way, quantity) || !rounds(way, quantity).isEmpty();
  }

  /** The value of each round, by its number; empty where one was invalid. */
  SortedMap<Integer, Double> rounds(Way way, Quantity quantity) {
    if (isFailed(way, quantity)) {
      return new TreeMap<>();
    }
    return Optional.ofNullable(values.get(way))
        .flatMap(quantities -> Optional.ofNullable(quantities.get(quantity)))
        .orElseGet(TreeMap::new);
  }

  /** The pairs of the rounds that both have. */
  List<Pair> pairs(Way way, Way peer, Quantity quantity) {
    SortedMap<Integer, Double> others = rounds(peer, quantity);
    List<Pair> pairs = new ArrayList<>();
    rounds(way, quantity)
        .forEach(
            (round, value) ->
                Optional.ofNullable(others.get(round))
                    .ifPresent(other -> pairs.add(new Pair(value, other))));
    return pairs;
  }
}
