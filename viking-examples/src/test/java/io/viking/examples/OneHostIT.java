package io.viking.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** One host with nothing but a Docker engine: ports and endpoints live in local files. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OneHostIT {
  private TestBed bed;

  @BeforeAll
  void deploy() {
    bed = TestBed.up("9", "1", "--no-etcd");
    bed.deployStacks().succeeded();
  }

  @AfterAll
  void tearDown() {
    if (bed != null) {
      bed.close();
    }
  }

  @Test
  void webAnswersWithWhatItLearnedThroughItsLinks() {
    assertThat(bed.ask("app/web"))
        .contains("app_middleware_80_", "shared_auth_80_", "shared_mongo_27017_");
  }

  @Test
  void theAgentComesBackToAnEngineThatWasKilled() throws InterruptedException {
    bed.testbed("kill", "1").succeeded();
    bed.testbed("start", "1").succeeded();

    // A new instance is registered by the agent that was there before the engine died.
    bed.viking("scale", "shared/auth=1", "app/web=2").succeeded();

    assertThat(bed.ps("app/web")).hasSize(2);
    // The engine sets up its port forwarding anew: for a moment there may be none.
    TestBed.await(
        Duration.ofSeconds(60), "all links", () -> bed.answers("app/web", "shared_mongo_27017_"));
  }

  @Test
  void allocatesThePortThatContainersUse() {
    String allocated = bed.viking("allocateport", "shared/mongo").succeeded().strip();

    assertThat(bed.ask("app/web")).contains("SHARED_MONGO at backends:" + allocated);
  }

  @Test
  void aContainerWithoutTheLinkIsRefused() {
    String allocated = bed.viking("allocateport", "shared/mongo").succeeded().strip();
    String auth = bed.ps("shared/auth").get(0).get(0);
    String gateway = bed.ps("shared/auth").get(0).get(3).replaceFirst(".*->(.*):.*", "$1");

    TestBed.Outcome refused =
        bed.on(
            "1",
            "docker",
            "exec",
            auth,
            "/bin/busybox",
            "wget",
            "-q",
            "-O",
            "-",
            "http://" + gateway + ":" + allocated + "/");

    assertThat(refused.exitCode()).isNotZero();
  }
}
