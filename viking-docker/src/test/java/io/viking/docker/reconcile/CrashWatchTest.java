package io.viking.docker.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.viking.docker.plan.ActualInstance.State;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CrashWatchTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final CrashWatch watch = new CrashWatch();
  private Instant now = START;
  private int pid = 0xa0;

  @Test
  void anInstanceThatHasEndedRestsForASecondAndIsToldOnce() {
    CrashWatch.Report first = see(State.STOPPED, "v1");

    assertThat(first.ends())
        .extracting(CrashWatch.End::reason)
        .containsExactly("its process has ended; it is replaced after 1 s");
    assertThat(first.resting()).containsExactly(Seen.id("app/web", pid));
    now = now.plusMillis(999);
    assertThat(see(State.STOPPED, "v1").resting()).isNotEmpty();
    now = now.plusMillis(1);
    CrashWatch.Report later = see(State.STOPPED, "v1");
    assertThat(later.resting()).isEmpty();
    assertThat(later.ends()).isEmpty();
  }

  @Test
  void theRestDoublesWithEveryEndUpToFiveMinutes() {
    for (long seconds : new long[] {1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300}) {
      assertThat(restAfterAnEnd("v1")).isEqualTo(Duration.ofSeconds(seconds));
    }
  }

  @Test
  void anotherVersionBeginsAnew() {
    restAfterAnEnd("v1");
    restAfterAnEnd("v1");

    assertThat(restAfterAnEnd("v2")).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void tenMinutesOfPeaceMakeItForget() {
    restAfterAnEnd("v1");
    restAfterAnEnd("v1");
    now = now.plus(CrashWatch.PEACE).plusMillis(1);

    assertThat(restAfterAnEnd("v1")).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void lessThanTenMinutesOfPeaceAreNotEnough() {
    restAfterAnEnd("v1");
    Instant end = now.minusSeconds(1);
    now = end.plus(CrashWatch.PEACE);

    assertThat(restAfterAnEnd("v1")).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void oneServicesEndsAreNoOtherServicesBusiness() {
    see(State.STOPPED, "v1");

    CrashWatch.Report report =
        watch.observe(
            new Seen()
                .host(
                    "h1",
                    Seen.instance("app/web", pid, State.STOPPED, "v1"),
                    Seen.instance("app/db", 0xb1, State.RUNNING))
                .state(),
            now);

    assertThat(report.resting()).containsExactly(Seen.id("app/web", pid));
  }

  @Test
  void instancesThatEndTogetherAreOneEnd() {
    Seen seen =
        new Seen()
            .host(
                "h1",
                Seen.instance("app/web", 0xa1, State.STOPPED),
                Seen.instance("app/web", 0xa2, State.STOPPED));

    assertThat(watch.observe(seen.state(), now).ends())
        .extracting(CrashWatch.End::reason)
        .containsOnly("its process has ended; it is replaced after 1 s")
        .hasSize(2);
  }

  @Test
  void whatItsEngineRestartsIsToldOnceUntilItHasBeenAtPeace() {
    assertThat(see(State.RESTARTING, "v1").ends())
        .extracting(CrashWatch.End::reason)
        .containsExactly("its process keeps ending; its engine restarts it");
    see(State.RUNNING, "v1");
    now = now.plus(CrashWatch.PEACE);
    assertThat(see(State.RESTARTING, "v1").ends()).isEmpty();
    now = now.plus(CrashWatch.PEACE).plusMillis(1);
    assertThat(see(State.RESTARTING, "v1").ends()).hasSize(1);
  }

  /** The rest after one end more, at the end of which the instance is replaced. */
  private Duration restAfterAnEnd(String version) {
    pid++;
    Instant end = now;
    while (!see(State.STOPPED, version).resting().isEmpty()) {
      now = now.plusSeconds(1);
    }
    return Duration.between(end, now);
  }

  private CrashWatch.Report see(State state, String version) {
    return watch.observe(
        new Seen().host("h1", Seen.instance("app/web", pid, state, version)).state(), now);
  }

  @Test
  void nothingChangesByTimeAloneWhereNothingHasEnded() {
    assertThat(watch.isChanging(now)).isFalse();
    see(State.STOPPED, "v1");
    assertThat(watch.isChanging(now)).isTrue();
    assertThat(watch.isChanging(now.plusSeconds(1))).isFalse();
  }
}
