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
   */
  record Volume(int rounds, Clients.Amount amount) {
    static final Volume FULL = new Volume(5, new Clients.Amount(20_000, Duration.ofSeconds(3)));
    static final Volume QUICK = new Volume(2, new Clients.Amount(4_000, Duration.ofSeconds(1)));
  }

  boolean needsRounds() {
    return workloads.stream().anyMatch(workload -> workload != Workload.FOOTPRINT);
  }
}
