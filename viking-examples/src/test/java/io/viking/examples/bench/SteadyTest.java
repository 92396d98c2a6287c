package io.viking.examples.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SteadyTest {
  private final Steady steady = new Steady();
  private final AtomicInteger number = new AtomicInteger();

  @Test
  void whereNoneFailsThereIsNoSpan() {
    steady.run(Duration.ofMillis(100), () -> {});

    assertThat(steady.made()).isEqualTo(20);
    assertThat(steady.failed()).isZero();
    assertThat(steady.span()).isZero();
  }

  @Test
  void theSpanIsFromTheFirstThatFailedToTheFirstAfterTheLast() {
    steady.run(
        Duration.ofMillis(200),
        () -> {
          int own = number.incrementAndGet();
          if (own >= 10 && own < 20) {
            throw new IOException("refused");
          }
        });

    assertThat(steady.made()).isEqualTo(40);
    assertThat(steady.failed()).isEqualTo(10);
    assertThat(steady.span()).isPositive().isLessThan(Duration.ofSeconds(60));
  }
}
