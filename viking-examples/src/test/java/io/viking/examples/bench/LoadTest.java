package io.viking.examples.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class LoadTest {
  @Test
  void everyCallerCallsUntilCallsRunOut() {
    Set<Integer> seen = ConcurrentHashMap.newKeySet();
    Contestant contestant =
        new Contestant() {
          @Override
          public boolean call(int caller) {
            return seen.add(caller) || !isExhausted();
          }

          @Override
          public boolean isExhausted() {
            return seen.size() == 3;
          }
        };

    Load.run(contestant, 3, Duration.ofMinutes(10));

    assertThat(seen).containsExactlyInAnyOrder(0, 1, 2);
  }

  @Test
  void aCallThatWouldGoOnIsGivenUpWhenTheWindowHasEnded() {
    AtomicBoolean givenUp = new AtomicBoolean();
    Contestant contestant =
        new Contestant() {
          @Override
          public boolean call(int caller) {
            while (!givenUp.get()) {
              Thread.onSpinWait();
            }
            return false;
          }

          @Override
          public void giveUp() {
            givenUp.set(true);
          }
        };

    Tally tally = Load.run(contestant, 1, Duration.ofMillis(20));

    assertThat(tally.millis()).isEmpty();
  }

  @Test
  void aCallThatFailsEndsTheMeasurementWithItsOwnException() {
    IllegalStateException fault = new IllegalStateException("no port");

    assertThatThrownBy(
            () ->
                Load.run(
                    caller -> {
                      throw fault;
                    },
                    2,
                    Duration.ofMinutes(10)))
        .isSameAs(fault);
  }
}
