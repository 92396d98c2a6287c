package io.viking.docker.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VerdictTest {
  private static final String ENDPOINT = "10.0.0.2:7";
  private static final Fault DEATH = new Fault(Fault.Kind.DIED, ENDPOINT, span(5_000, 5_010));

  @Test
  void aConnectionThatWasCutByTheEndOfItsEndpointIsExplained() {
    Verdict verdict = relay(failure(Failure.Kind.SHORT, 4_999, 5_002), ENDPOINT, DEATH);

    assertThat(verdict.unexplained()).isEmpty();
    assertThat(verdict.explained()).singleElement().asString().contains("DIED " + ENDPOINT);
  }

  @Test
  void aConnectionToAnotherEndpointIsNotExplained() {
    Verdict verdict = relay(failure(Failure.Kind.SHORT, 4_999, 5_002), "10.0.0.3:7", DEATH);

    assertThat(verdict.explained()).isEmpty();
    assertThat(verdict.unexplained())
        .singleElement()
        .asString()
        .contains("led to 10.0.0.3:7", "under way: [DIED " + ENDPOINT);
  }

  @Test
  void aConnectionThatBeganWhenItsEndpointWasGoneIsNotExplainedOnTheRelay() {
    Verdict verdict = relay(failure(Failure.Kind.SHORT, 5_011, 5_020), ENDPOINT, DEATH);

    assertThat(verdict.unexplained()).hasSize(1);
  }

  @Test
  void aConnectionThatFailedBeforeItsEndpointWasTouchedIsNotExplained() {
    Verdict verdict = relay(failure(Failure.Kind.SHORT, 4_900, 4_990), ENDPOINT, DEATH);

    assertThat(verdict.unexplained()).hasSize(1);
  }

  @Test
  void aConnectionThatWasLedNowhereIsNotExplainedOnTheRelay() {
    Verdict verdict =
        Verdict.of(
            List.of(failure(Failure.Kind.SHORT, 4_999, 5_002)),
            List.of(DEATH),
            failure -> Optional.empty(),
            false);

    assertThat(verdict.unexplained()).singleElement().asString().contains("no known endpoint");
  }

  @Test
  void aConnectionThatStaysIsNeverExplained() {
    Verdict verdict = relay(failure(Failure.Kind.LONG, 4_999, 5_002), ENDPOINT, DEATH);

    assertThat(verdict.unexplained()).hasSize(1);
  }

  @Test
  void aWrongAnswerIsNeverExplained() {
    Verdict verdict = relay(failure(Failure.Kind.CONTENT, 4_999, 5_002), ENDPOINT, DEATH);

    assertThat(verdict.unexplained()).hasSize(1);
  }

  @Test
  void noRestartAndNoLeavingExplainsAnything() {
    Span span = span(4_000, 6_000);
    for (Fault.Kind kind :
        List.of(Fault.Kind.ENGINE_RESTARTED, Fault.Kind.ETCD_RESTARTED, Fault.Kind.LEFT)) {
      Failure failure = failure(Failure.Kind.SHORT, 4_999, 5_002);
      List<Fault> faults = List.of(new Fault(kind, ENDPOINT, span));

      assertThat(Verdict.of(List.of(failure), faults, any -> Optional.of(ENDPOINT), false))
          .extracting(verdict -> verdict.unexplained().size())
          .isEqualTo(1);
      assertThat(Verdict.of(List.of(failure), faults, any -> Optional.empty(), true))
          .extracting(verdict -> verdict.unexplained().size())
          .isEqualTo(1);
    }
  }

  @Test
  void onTheKernelPathASecondAfterAnEndIsExplainedAndMoreIsNot() {
    assertThat(kernel(failure(Failure.Kind.SHORT, 6_009, 6_020)).unexplained()).isEmpty();
    assertThat(kernel(failure(Failure.Kind.SHORT, 6_011, 6_020)).unexplained()).hasSize(1);
    assertThat(kernel(failure(Failure.Kind.LONG, 5_500, 5_600)).unexplained()).hasSize(1);
  }

  private static Verdict relay(Failure failure, String endpoint, Fault fault) {
    return Verdict.of(List.of(failure), List.of(fault), any -> Optional.of(endpoint), false);
  }

  private static Verdict kernel(Failure failure) {
    return Verdict.of(List.of(failure), List.of(DEATH), any -> Optional.empty(), true);
  }

  private static Failure failure(Failure.Kind kind, long begin, long end) {
    return new Failure(kind, 40_000, span(begin, end), "Connection reset");
  }

  private static Span span(long begin, long end) {
    return new Span(Duration.ofMillis(begin), Duration.ofMillis(end));
  }
}
