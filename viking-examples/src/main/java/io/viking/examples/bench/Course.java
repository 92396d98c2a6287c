package io.viking.examples.bench;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What {@code bench/ambassador} has to measure.
 *
 * @param ways the ways that are compared
 * @param workloads what is done to them
 * @param volume how much of it
 */
record Course(Set<Way> ways, Set<Workload> workloads, Volume volume, boolean loopback) {
  /**
   * How much is measured.
   *
   * @param rounds how many rounds
   * @param amount how much load in each
   * @param warmUp how much load before them, which is not counted
   */
  record Volume(int rounds, Clients.Amount amount, Clients.Amount warmUp) {
    static final Volume FULL =
        new Volume(
            5,
            new Clients.Amount(20_000, Duration.ofSeconds(2)),
            new Clients.Amount(30_000, Duration.ofSeconds(2)));
    static final Volume QUICK =
        new Volume(
            2,
            new Clients.Amount(4_000, Duration.ofSeconds(1)),
            new Clients.Amount(15_000, Duration.ofSeconds(1)));
  }

  /** What is done, in words, by name. */
  Map<String, String> describe() {
    Clients.Amount amount = volume.amount();
    Clients.Amount warmUp = volume.warmUp();
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put(
        "load",
        ("ab -n %d -c 20; ab -n 200 -c 20; wrk -t 2 -c 32, -c 512 and -c 32 paced, iperf3 -P 1 and"
                + " -P 4, %d s each")
            .formatted(amount.connections(), amount.window().toSeconds()));
    facts.put(
        "rounds",
        "%d, in random order; before them the same warm-up for all: ab -n %d, the rest %d s each"
            .formatted(volume.rounds(), warmUp.connections(), warmUp.window().toSeconds()));
    return facts;
  }

  /** How often fresh processes are started, of which each takes long. */
  int starts() {
    return (volume.rounds() + 1) / 2;
  }

  boolean needsRounds() {
    return workloads.stream().anyMatch(Workload::isInTurns);
  }

  /** Whether it needs the lanes' networks. */
  boolean needsLanes() {
    return workloads.stream().anyMatch(workload -> !workload.isOfCluster());
  }

  boolean needsCluster() {
    return workloads.stream().anyMatch(Workload::isOfCluster);
  }
}
