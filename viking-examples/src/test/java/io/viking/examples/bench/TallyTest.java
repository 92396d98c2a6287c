package io.viking.examples.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TallyTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  /** As {@code System.nanoTime}: it may be negative and pass zero. */
  private static final long BEGIN = -500_000_000;

  private final Calls calls = new Calls(BEGIN);

  @Test
  void aRateCountsTheCallsThatEndedWithinTheWindow() {
    add(0, 400);
    add(400, 1000);
    add(1000, 1001);

    assertThat(sample(false).perSecond()).isEqualTo(2.0);
  }

  @Test
  void callsOfTheRunUpCountForNothing() {
    add(-300, -1);
    add(0, 10);

    assertThat(sample(false)).isEqualTo(new Sample(1, 10, 10));
  }

  @Test
  void aCallThatBeganInTheRunUpCountsWithAllItsTime() {
    add(-100, 100);

    assertThat(sample(false)).isEqualTo(new Sample(1, 200, 200));
  }

  @Test
  void aCallThatWasSlowBeyondTheWindowIsNotLeftOutOfTheTimes() {
    add(0, 10);
    add(10, 5000);

    assertThat(sample(false)).isEqualTo(new Sample(1, 10, 4990));
  }

  @Test
  void theWindowEndsWithTheLastCallWhereCallsRanOut() {
    add(0, 100);
    add(100, 200);

    assertThat(sample(true).perSecond()).isEqualTo(10.0);
  }

  @Test
  void whereNoCallEndedWithinTheWindowTheRateIsThatOfTheOnesThatEndedLater() {
    add(0, 4000);

    assertThat(sample(false).perSecond()).isEqualTo(0.25);
  }

  @Test
  void whereNoCallEndedAtAllOneMayHaveBeenAboutTo() {
    assertThat(sample(false)).isEqualTo(new Sample(1, 1000, 1000));
  }

  @Test
  void addsUpAllCallers() {
    Calls another = new Calls(BEGIN);
    another.add(BEGIN, BEGIN + 30_000_000);
    add(0, 10);
    add(10, 30);

    Sample sample = Tally.of(List.of(calls, another), SECOND, false).sample();

    assertThat(sample).isEqualTo(new Sample(3, 20, 30));
  }

  @Test
  void severalWindowsCountAsOne() {
    add(0, 100);
    Tally busy = Tally.of(List.of(calls), SECOND, false);
    Tally idle = Tally.of(List.of(new Calls(BEGIN)), SECOND, false);

    Sample sample = Tally.together(List.of(busy, idle)).sample();

    assertThat(sample).isEqualTo(new Sample(0.5, 100, 100));
  }

  @Test
  void keepsCountOfManyCalls() {
    for (int i = 0; i < 1000; i++) {
      add(i, i + 1);
    }

    assertThat(sample(false)).isEqualTo(new Sample(1000, 1, 1));
  }

  /** A call, in milliseconds from the window's begin. */
  private void add(long before, long after) {
    calls.add(BEGIN + before * 1_000_000, BEGIN + after * 1_000_000);
  }

  private Sample sample(boolean exhausted) {
    return Tally.of(List.of(calls), SECOND, exhausted).sample();
  }
}
