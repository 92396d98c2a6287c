package io.viking.ports;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class MomentTest {
  private static final Moment START = new Moment(-5_000_000_000L, 1_000_000);

  @Test
  void countsTheTimeInWhichTheMachineWasSuspended() {
    Moment now = new Moment(-4_900_000_000L, 1_060_000);

    assertThat(START.elapsed(now)).isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void goesByTheSteadyClockWhenTheOtherOneIsSetBack() {
    Moment now = new Moment(-2_000_000_000L, 400_000);

    assertThat(START.elapsed(now)).isEqualTo(Duration.ofSeconds(3));
  }
}
