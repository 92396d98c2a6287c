package io.viking.examples.bench;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What was measured, in seconds, round by round. Not safe for use by several threads. */
final class DeployReadings {
  private final Map<DeployTime, List<Double>> seconds = new EnumMap<>(DeployTime.class);

  void add(DeployTime what, double seconds) {
    this.seconds.computeIfAbsent(what, any -> new ArrayList<>()).add(seconds);
  }

  /** That time of each round; empty where it was not measured. */
  List<Double> of(DeployTime what) {
    return seconds.getOrDefault(what, List.of());
  }

  /** The pairs of all rounds. */
  List<Pair> pairs(DeployTime viking, DeployTime peer) {
    List<Pair> pairs = new ArrayList<>();
    int rounds = Math.min(of(viking).size(), of(peer).size());
    for (int round = 0; round < rounds; round++) {
      pairs.add(new Pair(of(viking).get(round), of(peer).get(round)));
    }
    return pairs;
  }
}
