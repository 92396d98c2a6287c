package io.viking.docker.registrar;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class UnstartedTest {
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1);
  private final Unstarted unstarted = new Unstarted(now::get);

  @Test
  void aContainerOfWhichNothingIsHeardIsDueAfterAWhile() {
    unstarted.add("a");
    pass(Duration.ofSeconds(1));
    unstarted.add("b");

    assertThat(unstarted.takeDue()).isEmpty();
    pass(Duration.ofSeconds(9));
    assertThat(unstarted.takeDue()).containsExactly("a");
    assertThat(unstarted.takeAll()).containsExactly("b");
    assertThat(unstarted.isEmpty()).isTrue();
  }

  @Test
  void oneThatWasHeardOfIsNeverDue() {
    unstarted.add("a");
    unstarted.remove("a");
    pass(Duration.ofMinutes(1));

    assertThat(unstarted.isEmpty()).isTrue();
    assertThat(unstarted.takeDue()).isEmpty();
    assertThat(unstarted.takeAll()).isEmpty();
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }
}
