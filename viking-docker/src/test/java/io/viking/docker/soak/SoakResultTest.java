package io.viking.docker.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.viking.docker.soak.SoakSchedule.Action;
import io.viking.docker.soak.SoakSchedule.Step;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class SoakResultTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Fault ENGINE =
      new Fault(Fault.Kind.ENGINE_RESTARTED, "engine", span(24_000, 29_000));
  private static final Fault ETCD =
      new Fault(Fault.Kind.ETCD_RESTARTED, "etcd", span(36_000, 41_000));

  @Test
  void aLoadThatWasNotThereIsAProblem() {
    SoakResult result = SoakResult.of(MINUTE, "relay").load(new LoadCounts()).build();

    assertThat(result.problems())
        .containsExactly(
            "only 0 connections were made, not the 11400 that are needed",
            "only 0 requests on connections that stay, not the 21504 that are needed");
  }

  @Test
  void endpointsThatStayedAreAProblem() {
    SoakResult result = SoakResult.of(MINUTE, "relay").changes(5, List.of(), List.of()).build();

    assertThat(result.problems()).hasSize(3);
  }

  @Test
  void endpointsThatCameAndWentAreNone() {
    List<Fault> gone =
        Collections.nCopies(55, new Fault(Fault.Kind.LEFT, "10.0.0.2:7", span(1, 2)));
    List<Fault> removed =
        Collections.nCopies(12, new Fault(Fault.Kind.REMOVED, "10.0.0.1:7", span(1, 2)));

    SoakResult result = SoakResult.of(MINUTE, "relay").changes(60, gone, removed).build();

    assertThat(result.problems()).isEmpty();
    assertThat(result.figure())
        .isEqualTo(
            "soak: relay, 60 s; 72 endpoints came; 55 left, 0 died, 0 were cut off,"
                + " 12 containers were removed");
  }

  @Test
  void aRestartThatDidNotHappenIsAProblem() {
    SoakSchedule schedule = SoakSchedule.of(MINUTE);

    SoakResult one = SoakResult.of(MINUTE, "relay").restarts(schedule, List.of(ENGINE)).build();
    SoakResult both =
        SoakResult.of(MINUTE, "relay").restarts(schedule, List.of(ENGINE, ETCD)).build();

    assertThat(one.problems())
        .containsExactly("only 0 restarts of etcd, not the 1 that are needed");
    assertThat(both.problems()).isEmpty();
  }

  @Test
  void whatIsNotGivenBackIsAProblem() {
    SoakResult result =
        SoakResult.of(MINUTE, "relay")
            .afterwards(Quantity.DESCRIPTORS, 16)
            .afterwards(Quantity.THREADS, 5)
            .build();

    assertThat(result.problems())
        .containsExactly("the agent has 5 threads more than before the load, not 4 at most");
  }

  @Test
  void connectionsThatComeLongAfterAnEndpointHasLeftAreAProblem() {
    Leaving soon = new Leaving("10.0.0.2:7", span(10_000, 14_000));
    Leaving late = new Leaving("10.0.0.2:8", span(10_000, 16_000));
    Leaving held = new Leaving("10.0.0.2:9", span(42_000, 60_000));

    SoakResult result =
        SoakResult.of(MINUTE, "relay")
            .leavings(List.of(soon, late, held), List.of(ENGINE, ETCD))
            .build();

    assertThat(result.problems()).singleElement().asString().contains("10.0.0.2:8");
  }

  @Test
  void theEngineIsRestartedOnceAMinuteAndEtcdOnceInTheMiddle() {
    List<Step> steps = SoakSchedule.of(Duration.ofMinutes(10)).steps();

    assertThat(steps).isSortedAccordingTo((a, b) -> a.at().compareTo(b.at()));
    assertThat(steps)
        .extracting(Step::action)
        .containsOnlyOnce(Action.RESTART_ETCD)
        .hasSize(11)
        .contains(Action.HANG_AND_RESTART_ENGINE);
  }

  private static Span span(long begin, long end) {
    return new Span(Duration.ofMillis(begin), Duration.ofMillis(end));
  }
}
