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
  void whatATerminalObeysIsTakenOut() {
    assertThat(
            MaskedOutput.of(
                List.of(
                    "\u001b[1;31merror\u001b[0m:\tno \u001b]0;title\u0007file",
                    "\u001b[2J\u001b[Hall is well\r",
                    "\u001bPq never closed",
                    "\u202eesrever\u0000\u009b2J\u001b"),
                container().build()))
        .containsExactly("error:\tno file", "all is well?", "", "?esrever??2J?");
  }

  @Test
  void aSecretThatIsPartedByWhatATerminalObeysIsHidden() {
    ContainerFacts facts = container().putLabels(Labels.SECRETS, "PASSWORD").build();

    assertThat(MaskedOutput.of(List.of("can\u001b[0mary"), facts)).containsExactly("***");
  }

  @Test
  void theFactsThemselvesShowNoValue() {
    assertThat(container().build().toString()).doesNotContain("canary", "plain");
  }
}
