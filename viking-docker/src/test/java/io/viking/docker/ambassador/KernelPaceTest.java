package io.viking.docker.ambassador;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KernelPaceTest {
  private long now = Long.MAX_VALUE;
  private final KernelPace pace = new KernelPace(() -> now);

  @Test
  void theFirstChangeIsMadeAtOnce() {
    assertThat(pace.rest()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"1, 10", "20, 60", "1000, 500"})
  void restsThreeTimesAsLongAsAChangeTookWithinLimits(long took, long rest) {
    pace.worked(Duration.ofMillis(took).toNanos());

    assertThat(pace.rest()).isEqualTo(Duration.ofMillis(rest));
    now += Duration.ofMillis(rest).toNanos();
    assertThat(pace.rest()).isZero();
  }
}
