package io.viking.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.viking.docker.plan.ActualInstance;
import io.viking.docker.plan.ActualInstance.State;
import io.viking.docker.reconcile.ClusterEvent;
import io.viking.model.Host;
import io.viking.model.Job;
import io.viking.model.ServiceName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/** A time of random faults, from a seed: the reconciler goes through it by a clock of its own. */
final class SimulatedWeek {
  private static final int LAST_EVENTS = 60;
  private static final Duration LOOK = Duration.ofSeconds(5);

  /** Longer than any back-off. */
  private static final int CALM = 400;

  private final long seed;
  private final Random random;
  private final WrongReconciler wrong;
  private final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));
  private final SimulatedFolder folder = new SimulatedFolder();
  private final SimulatedHosts hosts = new SimulatedHosts(SimulatedJobs.hosts(), clock);
  private final SimulatedWishes wishes = new SimulatedWishes(folder, clock);
  private final SimulationJudge judge = new SimulationJudge(hosts, wishes, clock);
  private final SimulatedCluster cluster;
  private final SimulatedOutcome outcome;
  private final SimulatedJobs jobs;
  private final SimulatedFaults faults;
  private final Deque<ClusterEvent> events = new ArrayDeque<>();
  private final Map<String, Integer> counts = new TreeMap<>();
  private boolean yes;
  private Reconciliation reconciliation;

  SimulatedWeek(long seed) {
    this(seed, WrongReconciler.NOT);
  }

  /** The week of a reconciler that is wrong in that way. */
  SimulatedWeek(long seed, WrongReconciler wrong) {
    this.seed = seed;
    this.wrong = wrong;
    random = new Random(seed);
    cluster = new SimulatedCluster(hosts, judge, wrong.scheduler(), random);
    outcome = new SimulatedOutcome(hosts, cluster);
    jobs = new SimulatedJobs(folder, random, judge::edited);
    faults = new SimulatedFaults(hosts, cluster, folder, jobs, random, clock);
    jobs.writeAll();
    reconciliation = reconciliation();
  }

  private Reconciliation reconciliation() {
    judge.forget(cluster.occupiedHosts());
    ReconciledCluster seen = wrong.about(cluster);
    Lookout lookout =
        new Lookout(
            seen,
            folder::read,
            SimulatedHosts.DOWN_AFTER,
            removal -> yes || wrong == WrongReconciler.TAKES_SILENCE_FOR_YES,
            clock,
            this::tell);
    return new Reconciliation(seen, lookout, clock, Runnable::run, this::tell, () -> {});
  }

  private void tell(ClusterEvent event) {
    events.addLast(event);
    counts.merge(event.kind().toString(), 1, Integer::sum);
    if (events.size() > LAST_EVENTS) {
      events.removeFirst();
    }
  }

  /** Goes through it, then lets the faults stop, and sees that what is wanted is reached. */
  Map<String, Integer> run(Duration length) {
    try {
      Instant end = clock.instant().plus(length);
      cluster.cutOff(0.01);
      while (clock.instant().isBefore(end)) {
        if (random.nextInt(300) == 0) {
          reconciliation = reconciliation();
        }
        faults.begin();
        clock.pass(Duration.ofSeconds(1 + random.nextInt(10)));
        faults.goOn();
        look();
      }
      calm();
    } catch (RuntimeException | AssertionError e) {
      StringBuilder last = new StringBuilder();
      events.forEach(event -> last.append(event).append('\n'));
      throw new AssertionError(
          "seed "
              + seed
              + " at "
              + clock.instant()
              + ": "
              + e.getMessage()
              + "\n"
              + folder
              + "\n"
              + last,
          e);
    }
    counts.putAll(faults.counts());
    return counts;
  }

  private void look() {
    reconciliation.look();
    counts.merge("looks", 1, Integer::sum);
    cluster.launcher.clearCalls();
    outcome.check();
    for (Host host : hosts.all()) {
      if (hosts.hasEngine(host.name())) {
        for (ActualInstance instance : cluster.launcher.inspect(host).instances()) {
          if (jobs.isCrashing(cluster.launcher.spec(host, instance.id()))) {
            cluster.launcher.state(host, instance.id(), State.STOPPED);
          }
        }
      }
    }
  }

  /** The faults stop: at first the fullest host is lost, and one drained; then these are back. */
  private void calm() {
    faults.stop();
    jobs.mendVersions();
    cluster.cutOff(0);
    yes = true;
    Host lost =
        hosts.all().stream()
            .max(Comparator.comparing(host -> cluster.launcher.inspect(host).instances().size()))
            .orElseThrow();
    // What asks for a big host can still run on one of the two.
    Host drained =
        hosts.all().stream()
            .filter(host -> !host.equals(lost) && !host.tags().contains("big"))
            .findFirst()
            .orElseThrow();
    cluster.engine(lost, false);
    hosts.agent(lost.name(), false);
    cluster.store.hosts().drain(drained.name(), "test");
    for (int i = 0; i < CALM; i++) {
      clock.pass(LOOK);
      look();
    }
    Map<ServiceName, Job> wanted = folder.files();
    outcome.reached(wanted, Set.of(drained.name()));

    cluster.engine(lost, true);
    hosts.agent(lost.name(), true);
    cluster.store.hosts().uncordon(drained.name());
    faults.restoreProcesses();
    for (int i = 0; i < CALM; i++) {
      clock.pass(LOOK);
      look();
    }
    for (int i = 0; i < 60; i++) {
      clock.pass(LOOK);
      reconciliation.look();
    }
    assertThat(cluster.launcher.calls()).as("what is done when all is as wanted").isEmpty();
    outcome.reached(wanted, Set.of());
  }
}
