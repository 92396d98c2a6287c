package io.viking.examples.bench;

import java.time.Duration;
import java.util.Set;

/**
 * What {@code bench/ambassador} has to measure.
 *
 * @param ways the ways that are compared
 * @param workloads what is done to them
 * @param volume how much of it
 */
record Course(Set<Way> ways, Set<Workload> workloads, Volume volume) {
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
