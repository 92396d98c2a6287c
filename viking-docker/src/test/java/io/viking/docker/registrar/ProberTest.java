package io.viking.docker.registrar;

import static org.assertj.core.api.Assertions.assertThat;

import io.viking.model.Health;
import io.viking.ports.HostAndPort;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ProberTest {
  private static final ProbeSpec SPEC = spec("run-1", Health.tcp());

  private final ManualTimer timer = new ManualTimer();
  private final FakeIo io = new FakeIo();
  private final List<Long> changes = new ArrayList<>();
  private final Prober prober = new Prober(io, timer, () -> changes.add(timer.nanos()));

  /** Answers at once with what the test has set, and counts. */
  private static final class FakeIo implements ProbeIo {
    String answer = "refused";
    int probes;

    @Override
    public void probe(ProbeSpec spec, Consumer<String> result) {
      probes++;
      result.accept(answer);
    }

    @Override
    public void close() {}
  }

  // registrator#578, #512: registered before the service answers.
  @Test
  void doesNotPassBeforeTheServiceAnswers() {
    prober.watch(Set.of(SPEC));

    timer.advance(Duration.ofSeconds(1));

    assertThat(io.probes).isPositive();
    assertThat(prober.passes(SPEC)).isFalse();
    assertThat(prober.lastFailure(SPEC)).isEqualTo("refused");
  }

  @Test
  void passesSoonAfterTheServiceAnswersForTheFirstTime() {
    prober.watch(Set.of(SPEC));
    timer.advance(Duration.ofMillis(350));

    io.answer = "";
    timer.advance(Duration.ofMillis(200));

    assertThat(prober.passes(SPEC)).isTrue();
    assertThat(changes).hasSize(1);
  }

  @Test
  void probesLessOftenTheLongerTheServiceDoesNotAnswer() {
    prober.watch(Set.of(SPEC));
    timer.advance(Duration.ofSeconds(20));
    int before = io.probes;

    timer.advance(Duration.ofSeconds(20));

    assertThat(io.probes - before).isEqualTo(10);
  }

  @Test
  void failsOnlyAfterThatManyFailuresInARow() {
    io.answer = "";
    prober.watch(Set.of(SPEC));
    timer.advance(Duration.ZERO);

    io.answer = "refused";
    timer.advance(Duration.ofSeconds(4));
    boolean afterTwo = prober.passes(SPEC);
    timer.advance(Duration.ofSeconds(2));
    boolean afterThree = prober.passes(SPEC);

    assertThat(afterTwo).isTrue();
    assertThat(afterThree).isFalse();
  }

  @Test
  void forgivesFailuresThatASuccessInterrupts() {
    io.answer = "";
    prober.watch(Set.of(SPEC));
    timer.advance(Duration.ZERO);

    for (int round = 0; round < 5; round++) {
      io.answer = "refused";
      timer.advance(Duration.ofSeconds(4));
      io.answer = "";
      timer.advance(Duration.ofSeconds(2));
    }

    assertThat(prober.passes(SPEC)).isTrue();
    assertThat(changes).hasSize(1);
  }

  @Test
  void passesAgainAfterOneSuccess() {
    io.answer = "";
    prober.watch(Set.of(SPEC));
    timer.advance(Duration.ZERO);
    io.answer = "refused";
    timer.advance(Duration.ofSeconds(10));

    io.answer = "";
    timer.advance(Duration.ofSeconds(2));

    assertThat(prober.passes(SPEC)).isTrue();
    assertThat(changes).hasSize(3);
  }

  @Test
  void doesNotCountFailuresOfAnInstanceThatIsStillStarting() {
    ProbeSpec slow =
        spec("run-1", Health.builder().retries(1).start(Duration.ofSeconds(30)).build());
    io.answer = "";
    prober.watch(Set.of(slow));
    timer.advance(Duration.ZERO);

    io.answer = "refused";
    timer.advance(Duration.ofSeconds(29));
    boolean starting = prober.passes(slow);
    timer.advance(Duration.ofSeconds(3));
    boolean started = prober.passes(slow);

    assertThat(starting).isTrue();
    assertThat(started).isFalse();
  }

  @Test
  void beginsAnewForANewRunOfTheSameContainer() {
    io.answer = "";
    prober.watch(Set.of(SPEC));
    timer.advance(Duration.ZERO);

    ProbeSpec next = spec("run-2", Health.tcp());
    prober.watch(Set.of(next));

    assertThat(prober.passes(SPEC)).isFalse();
    assertThat(prober.passes(next)).isFalse();
  }

  @Test
  void stopsProbingWhatIsNotWatchedAnyMore() {
    prober.watch(Set.of(SPEC));
    timer.advance(Duration.ofSeconds(1));

    prober.watch(Set.of());
    int before = io.probes;
    timer.advance(Duration.ofSeconds(60));

    assertThat(io.probes).isEqualTo(before);
  }

  private static ProbeSpec spec(String run, Health health) {
    return new ProbeSpec(run, HostAndPort.parse("10.0.0.1:49153"), health);
  }
}
