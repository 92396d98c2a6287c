package io.viking.docker.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(60));

  @Test
  void doublesWithEachFailureUpToItsLimit() {
    assertThat(BACKOFF.after(1)).isEqualTo(Duration.ofSeconds(1));
    assertThat(BACKOFF.after(2)).isEqualTo(Duration.ofSeconds(2));
    assertThat(BACKOFF.after(6)).isEqualTo(Duration.ofSeconds(32));
    assertThat(BACKOFF.after(7)).isEqualTo(Duration.ofSeconds(60));
    assertThat(BACKOFF.after(Integer.MAX_VALUE)).isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void refusesWhatIsNoBackOff() {
    assertThatIllegalArgumentException().isThrownBy(() -> BACKOFF.after(0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Backoff(Duration.ZERO, Duration.ofSeconds(1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(1)));
  }
}
