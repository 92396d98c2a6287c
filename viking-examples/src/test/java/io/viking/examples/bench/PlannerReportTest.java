package io.viking.examples.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.viking.docker.plan.ActualState;
import io.viking.docker.plan.Plan;
import io.viking.docker.plan.Planner;
import io.viking.model.Pid;
import io.viking.model.placement.HostState;
import io.viking.model.placement.Scheduler;
import io.viking.model.placement.SpreadScheduler;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.ExitCode;

class PlannerReportTest {
  private static final PlannerSize SMALL = new PlannerSize(1000);

  @Test
  void theTableSaysWhatIsMeasuredAndWhetherItIsEnough() {
    PlannerReadings readings = new PlannerReadings();
    List.of(4.0, 6.0, 5.5).forEach(s -> readings.add(PlannerFigure.FULL_PLAN_S, s));
    readings.add(PlannerFigure.INCREMENTAL_S, 0.0625);
    readings.add(PlannerFigure.FIRST_PLAN_S, 2);
    readings.addFullPlan(100_000, new PlannerReadings.Seconds(5.5, 5));

    assertThat(new PlannerReport(readings, Map.of("Java", "17")).text())
        .isEqualTo(
            """
            figure         what                                                  value    min - max          bar
            full_plan_s    a plan that starts every instance                     5.50 s   4.00 s - 6.00 s    < 5    short
            incremental_s  a plan that makes up for the loss of one host         0.063 s  0.063 s - 0.063 s  < 0.5  ok
            first_plan_s   the full plan in a process that has made none before  2.00 s   2.00 s - 2.00 s

            hosts  services  instances  full plan  its thread  an instance
            1,000  10,000    100,000    5.50 s     5.00 s      50.0 us

            Java: 17
            """);
  }

  @Test
  void theExponentIsTheSlopeOfTheLogarithms() {
    TreeMap<Integer, Double> linear = new TreeMap<>(Map.of(100, 0.5, 200, 1.0, 400, 2.0));
    TreeMap<Integer, Double> quadratic = new TreeMap<>(Map.of(100, 1.0, 200, 4.0, 400, 16.0));

    assertThat(PlannerReadings.exponent(linear)).isCloseTo(1, within(1e-9));
    assertThat(PlannerReadings.exponent(quadratic)).isCloseTo(2, within(1e-9));
  }

  @Test
  void aPlanThatPutsSiblingsTogetherIsFoundOut() {
    PaperCluster cluster = PaperCluster.of(SMALL);
    Scheduler first = request -> request.candidates().get(0).host();

    Plan plan = plan(cluster, cluster.empty(), first);

    assertThatThrownBy(() -> PlanCheck.full(plan, cluster.desired().catalog(), cluster.empty()))
        .isInstanceOf(BenchmarkException.class)
        .hasMessageContaining("shares a host while another is free");
  }

  @Test
  void aPlanThatMovesNothingAfterALossIsFoundOut() {
    PaperCluster cluster = PaperCluster.of(SMALL);
    ActualState before = cluster.after(plan(cluster, cluster.empty(), new SpreadScheduler()));
    ActualState after = PaperCluster.with(before, 3, HostState.down(Duration.ofSeconds(15)));

    PlanCheck.loss(plan(cluster, after, new SpreadScheduler()), after.hosts().get(3));
    assertThatThrownBy(
            () ->
                PlanCheck.loss(plan(cluster, before, new SpreadScheduler()), before.hosts().get(3)))
        .isInstanceOf(BenchmarkException.class)
        .hasMessageContaining("the loss of host-00003 does not move its instances");
  }

  @Test
  void aSizeThatIsOutOfRangeIsRefused() {
    StringWriter err = new StringWriter();

    int code =
        PlannerBenchmark.commandLine()
            .setErr(new PrintWriter(err, true))
            .execute("--instances", "7");

    assertThat(code).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("--instances must be 1600 to 400000 but was 7");
  }

  private static Plan plan(PaperCluster cluster, ActualState actual, Scheduler scheduler) {
    AtomicInteger next = new AtomicInteger(0xa00000);
    return new Planner(
            scheduler,
            () -> Pid.of(String.format(Locale.ROOT, "%06x", next.incrementAndGet())),
            job -> "{}")
        .plan(cluster.desired(), actual);
  }
}
