package io.viking.model.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.viking.model.placement.HostState.Answer;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class HostStateTest {
  private static final Instant SINCE = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration DOWN_AFTER = Duration.ofSeconds(15);

  @Test
  void aHostThatDoesNotAnswerIsSuspectAtOnceAndDownAfterATime() {
    assertThat(HostState.silentSince(SINCE, SINCE, DOWN_AFTER).answer()).isEqualTo(Answer.SUSPECT);
    assertThat(HostState.silentSince(SINCE, SINCE.plusMillis(14_999), DOWN_AFTER).isDown())
        .isFalse();
    assertThat(HostState.silentSince(SINCE, SINCE.plusSeconds(15), DOWN_AFTER).isDown()).isTrue();
  }

  @Test
  void aClockThatWentBackMakesNoHostDown() {
    assertThat(HostState.silentSince(SINCE, SINCE.minusSeconds(60), DOWN_AFTER))
        .isEqualTo(HostState.suspect(Duration.ZERO));
  }

  @Test
  void onlyAHostThatAnswersAndIsNotDrainedGetsInstances() {
    assertThat(HostState.UP.isSchedulable()).isTrue();
    assertThat(HostState.UP.withDrained(true).isSchedulable()).isFalse();
    assertThat(HostState.suspect(Duration.ZERO).isSchedulable()).isFalse();
    assertThat(HostState.down(DOWN_AFTER).isSchedulable()).isFalse();
  }

  @Test
  void aHostThatIsNotSteadyAnswersAndGetsOnlyWhatCanRunNowhereElse() {
    assertThat(HostState.UNSTEADY.answers()).isTrue();
    assertThat(HostState.UNSTEADY.isSteady()).isFalse();
    assertThat(HostState.UNSTEADY.isSchedulable()).isFalse();
    assertThat(HostState.UNSTEADY.isUsable()).isTrue();
    assertThat(HostState.UNSTEADY.withDrained(true).isUsable()).isFalse();
    assertThat(HostState.UNSTEADY.fault()).contains("has come back, and is not steady yet");
  }

  @Test
  void saysWhatIsWrongInWords() {
    assertThat(HostState.UP.fault()).isEmpty();
    assertThat(HostState.UP.withDrained(true).fault()).contains("is drained");
    assertThat(HostState.suspect(Duration.ofMillis(1500)).fault())
        .contains("has not answered for 1 s");
    assertThat(HostState.down(Duration.ofSeconds(135)).withDrained(true).fault())
        .contains("has not answered for 2 min 15 s");
    assertThat(HostState.down(Duration.ofMinutes(150)).fault())
        .contains("has not answered for 2 h 30 min");
  }
}
