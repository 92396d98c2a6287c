package io.viking.docker;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** A simulation that nobody can fail would be worth nothing. */
class WrongReconcilersAreRejectedTest {
  private static final Duration LENGTH = Duration.ofHours(6);

  @ParameterizedTest
  @EnumSource(names = "NOT", mode = Mode.EXCLUDE)
  void aReconcilerThatIsWrongDoesNotGetThroughSixHours(WrongReconciler wrong) {
    assertThatThrownBy(() -> new SimulatedWeek(1, wrong).run(LENGTH))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("seed 1 at ");
  }
}
