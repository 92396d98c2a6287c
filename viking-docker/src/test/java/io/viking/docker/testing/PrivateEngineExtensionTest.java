package io.viking.docker.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;

class PrivateEngineExtensionTest {
  private static final Optional<String> MISSING = Optional.of("this machine has no dockerd");

  @Test
  void skipsWithTheReasonWhereNoEngineCanRun() {
    ConditionEvaluationResult result = PrivateEngineExtension.condition(MISSING, false);

    assertThat(result.isDisabled()).isTrue();
    assertThat(result.getReason()).hasValue("no private engine: this machine has no dockerd");
  }

  @Test
  void runsWhereTestsAreRequiredSoThatTheStartFails() {
    ConditionEvaluationResult result = PrivateEngineExtension.condition(MISSING, true);

    assertThat(result.isDisabled()).isFalse();
  }

  @Test
  void runsWhereAnEngineCan() {
    ConditionEvaluationResult result = PrivateEngineExtension.condition(Optional.empty(), false);

    assertThat(result.isDisabled()).isFalse();
  }
}
