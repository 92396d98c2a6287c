package io.viking.examples.bench;

import io.viking.docker.plan.ActualHost;
import io.viking.docker.plan.ActualState;
import io.viking.docker.plan.DesiredState;
import io.viking.docker.plan.Plan;
import io.viking.docker.plan.Planner;
import io.viking.model.Pid;
import io.viking.model.placement.HostState;
import io.viking.model.placement.SpreadScheduler;
import io.viking.model.yaml.JobWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** One run: plans for clusters of several sizes, round by round. Used once. */
final class PlannerRun {
  private static final List<Integer> DIVISORS = List.of(8, 4, 2, 1);
  private static final HostState LOST = HostState.down(Duration.ofSeconds(15));
  private static final int WARM_UPS = 8;
  private static final int LOSSES = 5;
  private static final double MEGABYTE = 1 << 20;
  private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

  private final PlannerSize size;
  private final int rounds;
  private final Consumer<String> progress;
  private final PlannerReadings readings = new PlannerReadings();

  /** The progress is told what comes next, a line each. */
  PlannerRun(PlannerSize size, int rounds, Consumer<String> progress) {
    this.size = size;
    this.rounds = rounds;
    this.progress = progress;
  }

  PlannerReadings measure() {
    progress.accept("the first plan");
    readings.add(PlannerFigure.FIRST_PLAN_S, full(PaperCluster.of(size)).seconds());
    progress.accept("warming up");
    PaperCluster small = PaperCluster.of(size.dividedBy(DIVISORS.get(0)));
    for (int i = 0; i < WARM_UPS; i++) {
      full(small);
    }
    for (int round = 1; round <= rounds; round++) {
      progress.accept("round " + round + " of " + rounds);
      growth();
      large();
    }
    progress.accept("Viking.plan");
    for (int round = 1; round <= rounds; round++) {
      readings.add(PlannerFigure.VIKING_PLAN_S, PaperViking.seconds(PaperCluster.of(size)));
    }
    return readings;
  }

  private void growth() {
    SortedMap<Integer, Double> seconds = new TreeMap<>();
    for (int divisor : DIVISORS) {
      PlannerSize part = size.dividedBy(divisor);
      PaperCluster cluster = PaperCluster.of(part);
      // As many plans as make the same number of instances: each size is timed for as long.
      PlannerReadings.Seconds mean = mean(cluster, divisor);
      seconds.put(part.instances(), mean.processor());
      readings.addFullPlan(part.instances(), mean);
    }
    readings.add(PlannerFigure.GROWTH_EXPONENT, PlannerReadings.exponent(seconds));
  }

  private static PlannerReadings.Seconds mean(PaperCluster cluster, int plans) {
    ActualState empty = cluster.empty();
    System.gc();
    double seconds = 0;
    double processor = 0;
    for (int i = 0; i < plans; i++) {
      Timed timed = timed(() -> plan(cluster.desired(), empty));
      seconds += timed.seconds();
      processor += timed.processor();
    }
    return new PlannerReadings.Seconds(seconds / plans, processor / plans);
  }

  private void large() {
    PaperCluster cluster = PaperCluster.of(size);
    Timed full = full(cluster);
    PlanCheck.full(full.plan(), cluster.desired().catalog(), cluster.empty());
    ActualState actual = cluster.after(full.plan());
    readings.add(PlannerFigure.FULL_PLAN_S, full.seconds());
    readings.add(PlannerFigure.FULL_PLAN_HEAP_MB, liveHeap(List.of(cluster, actual, full)));
    Timed unchanged = timed(() -> plan(cluster.desired(), actual));
    PlanCheck.unchanged(unchanged.plan());
    readings.add(PlannerFigure.UNCHANGED_PLAN_S, unchanged.seconds());
    for (int i = 0; i < LOSSES; i++) {
      lose(cluster, actual, i * size.hosts() / LOSSES);
    }
  }

  private void lose(PaperCluster cluster, ActualState before, int index) {
    ActualHost lost = before.hosts().get(index);
    ActualState after = PaperCluster.with(before, index, LOST);
    Timed incremental =
        timed(() -> plan(cluster.desired(after.servicesOn(lost.host().name())), after));
    PlanCheck.loss(incremental.plan(), lost);
    readings.add(PlannerFigure.INCREMENTAL_S, incremental.seconds());
  }

  private static Timed full(PaperCluster cluster) {
    ActualState empty = cluster.empty();
    System.gc();
    return timed(() -> plan(cluster.desired(), empty));
  }

  private static Plan plan(DesiredState desired, ActualState actual) {
    AtomicInteger next = new AtomicInteger();
    HexFormat hex = HexFormat.of();
    return new Planner(
            new SpreadScheduler(),
            () -> Pid.of(hex.toHexDigits(next.incrementAndGet(), 6)),
            JobWriter::toJson)
        .plan(desired, actual);
  }

  /** A plan, how long it took, and for how much of that its thread had a processor. */
  private record Timed(Plan plan, double seconds, double processor) {}

  private static Timed timed(Supplier<Plan> planning) {
    ThreadMXBean thread = ManagementFactory.getThreadMXBean();
    long processor = thread.getCurrentThreadCpuTime();
    long start = System.nanoTime();
    Plan plan = planning.get();
    return new Timed(
        plan,
        (System.nanoTime() - start) / NANOS,
        (thread.getCurrentThreadCpuTime() - processor) / NANOS);
  }

  /** What is in use after a collection; these are held until it is known. */
  private static double liveHeap(List<Object> held) {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    double used = (runtime.totalMemory() - runtime.freeMemory()) / MEGABYTE;
    if (held.isEmpty()) {
      throw new BenchmarkException("nothing was held");
    }
    return used;
  }
}
