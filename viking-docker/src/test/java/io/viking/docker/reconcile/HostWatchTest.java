package io.viking.docker.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.viking.docker.reconcile.ClusterEvent.Kind;
import io.viking.model.placement.HostState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HostWatchTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final HostWatch watch = new HostWatch(Duration.ofSeconds(15));
  private Instant now = START;

  @Test
  void aHostThatWasNeverSilentIsUpAndNoNews() {
    assertThat(answers()).isEmpty();
    assertThat(state()).isEqualTo(HostState.UP);
    assertThat(watch.isChanging()).isFalse();
  }

  @Test
  void isSuspectAtOnceAndDownNotBeforeTheTimeIsOver() {
    assertThat(silent()).extracting(ClusterEvent::kind).containsExactly(Kind.HOST_SUSPECT);
    assertThat(watch.isChanging()).isTrue();
    pass(Duration.ofMillis(14_999));
    assertThat(silent()).isEmpty();
    assertThat(state().isDown()).isFalse();
    pass(Duration.ofMillis(1));

    List<ClusterEvent> events = silent();

    assertThat(state().isDown()).isTrue();
    assertThat(watch.isChanging()).isFalse();
    assertThat(events)
        .containsExactly(
            new ClusterEvent(
                now,
                Kind.HOST_DOWN,
                "h1",
                "has not answered for 15 s; what can run elsewhere is started elsewhere"));
  }

  @Test
  void saysThatAHostIsDownOnce() {
    goDown();
    pass(Duration.ofHours(2));

    assertThat(silent()).isEmpty();
  }

  @Test
  void aHostThatComesBackForTheFirstTimeIsUsedAtOnce() {
    goDown();

    assertThat(answers())
        .containsExactly(new ClusterEvent(now, Kind.HOST_BACK, "h1", "answers again after 15 s"));
    assertThat(state()).isEqualTo(HostState.UP);
  }

  @Test
  void aHostThatWentDownTwiceInAnHourHasToBeSteadyForThirtySeconds() {
    goDown();
    answers();
    goDown();

    assertThat(answers())
        .extracting(ClusterEvent::reason)
        .containsExactly(
            "answers again after 15 s; it went down 2 times within an hour, so it gets instances"
                + " once it has been steady for 30 s");

    assertThat(state()).isEqualTo(HostState.UNSTEADY);
    pass(Duration.ofMillis(29_999));
    assertThat(answers()).isEmpty();
    assertThat(state()).isEqualTo(HostState.UNSTEADY);
    pass(Duration.ofMillis(1));
    assertThat(answers())
        .containsExactly(
            new ClusterEvent(
                now, Kind.HOST_STEADY, "h1", "has answered for 30 s, and is used again"));
    assertThat(state()).isEqualTo(HostState.UP);
  }

  @Test
  void whatIsSilentForAMomentHasToBeSteadyForTheWholeTimeAgain() {
    goDown();
    answers();
    goDown();
    answers();
    pass(Duration.ofSeconds(29));
    silent();
    pass(Duration.ofSeconds(1));
    answers();
    pass(Duration.ofMillis(29_999));
    answers();

    assertThat(state()).isEqualTo(HostState.UNSTEADY);
  }

  @Test
  void aFlappingHostIsWaitedForLongerEachTimeButTenMinutesAtMost() {
    for (int i = 0; i < 12; i++) {
      goDown();
      answers();
    }

    pass(Duration.ofMinutes(10).minusMillis(1));
    answers();
    assertThat(state()).isEqualTo(HostState.UNSTEADY);
    pass(Duration.ofMillis(1));
    answers();
    assertThat(state()).isEqualTo(HostState.UP);
  }

  @Test
  void whatIsMoreThanAnHourAgoIsForgotten() {
    goDown();
    answers();
    pass(Duration.ofMinutes(61));
    goDown();

    answers();

    assertThat(state()).isEqualTo(HostState.UP);
  }

  @Test
  void aHostThatOnlyWasSuspectIsUsedAtOnce() {
    for (int i = 0; i < 5; i++) {
      silent();
      pass(Duration.ofSeconds(10));
      answers();
    }

    assertThat(state()).isEqualTo(HostState.UP);
  }

  @Test
  void aClockThatGoesBackMakesNoHostDown() {
    silent();
    now = START.minusSeconds(3600);
    silent();
    pass(Duration.ofSeconds(14));
    silent();

    assertThat(state().isDown()).isFalse();
  }

  @Test
  void refusesATimeThatIsNone() {
    assertThatIllegalArgumentException().isThrownBy(() -> new HostWatch(Duration.ZERO));
  }

  private void goDown() {
    silent();
    pass(Duration.ofSeconds(15));
    silent();
  }

  private void pass(Duration time) {
    now = now.plus(time);
  }

  private List<ClusterEvent> silent() {
    return watch.observe(List.of(), Map.of("h1", "it is off"), now, now);
  }

  private List<ClusterEvent> answers() {
    return watch.observe(List.of("h1"), Map.of(), now, now);
  }

  private HostState state() {
    return watch.state("h1", now);
  }
}
