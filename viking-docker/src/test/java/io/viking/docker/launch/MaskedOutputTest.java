package io.viking.docker.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.viking.docker.engine.ContainerFacts;
import io.viking.docker.plan.Labels;
import java.util.List;
import org.junit.jupiter.api.Test;

class MaskedOutputTest {
  private static ContainerFacts.Builder container() {
    return ContainerFacts.builder()
        .id("id")
        .name("app_web_a6df32")
        .imageId("sha256:1")
        .state(ContainerFacts.State.RUNNING)
        .putEnvironment("PLAIN", "plain")
        .putEnvironment("PASSWORD", "canary")
        .putEnvironment("LONGER", "canary-and-more")
        .putEnvironment("KEY", "-----BEGIN\nabcdefgh\n-----END")
        .putEnvironment("SHORT", "abc");
  }

  @Test
  void hidesTheValuesOfSecretsOnly() {
    ContainerFacts facts =
        container().putLabels(Labels.SECRETS, "KEY LONGER PASSWORD SHORT GONE").build();

    assertThat(
            MaskedOutput.of(
                List.of(
                    "PLAIN=plain",
                    "PASSWORD=canary, canary",
                    "LONGER=canary-and-more",
                    "KEY: abcdefgh",
                    "abc"),
                facts))
        .containsExactly("PLAIN=plain", "PASSWORD=***, ***", "LONGER=***", "KEY: ***", "abc");
  }

  @Test
  void leavesTheOutputOfOtherContainersAlone() {
    assertThat(MaskedOutput.of(List.of("PASSWORD=canary"), container().build()))
        .containsExactly("PASSWORD=canary");
  }

  @Test
  void theFactsThemselvesShowNoValue() {
    assertThat(container().build().toString()).doesNotContain("canary", "plain");
  }
}
