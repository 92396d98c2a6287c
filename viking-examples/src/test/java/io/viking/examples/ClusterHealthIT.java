package io.viking.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.viking.examples.TestBed.Outcome;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What the doctor says of a real cluster with agents in containers, well and broken. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClusterHealthIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private TestBed bed;

  @BeforeAll
  void deploy() {
    bed = TestBed.up("6", "2");
    bed.deployStacks().succeeded();
  }

  @AfterAll
  void tearDown() {
    if (bed != null) {
      bed.close();
    }
  }

  @Test
  void findsNoErrorInAClusterThatIsWellAndSeesWhoCarriesWhichNumber() throws InterruptedException {
    String web = bed.ps("app/web").get(0).get(1);

    TestBed.await(
        LIMIT,
        "the report of " + web,
        () ->
            bed.viking("ports", "list")
                .output()
                .matches("(?s).* shared/mongo +27017/tcp .*" + web + ".*"));
    Outcome doctor = bed.viking("doctor");

    assertThat(doctor.exitCode()).as(doctor.output()).isZero();
    assertThat(doctor.output())
        .contains("engine node-1: Docker ", "engine node-2: Docker ", "etcd members: 1: ")
        .contains("OK       agent node-1: it is alive.", "OK       agent node-2: it is alive.")
        .contains("OK       containers: all ")
        .contains("0 errors, ");
  }

  @Test
  void namesAnEngineThatIsDeadAndNumbersThatAreNobodys() throws InterruptedException {
    String number = bed.viking("allocateport", "shared/mongo").succeeded().strip();
    bed.testbed("kill", "2").succeeded();
    bed.viking("ports", "release", "shared/auth").succeeded();
    Outcome broken = bed.viking("doctor");
    bed.testbed("start", "2").succeeded();

    assertThat(broken.exitCode()).as(broken.output()).isEqualTo(1);
    assertThat(broken.output()).contains("ERROR    engine node-2: ", "Fix: ");
    assertThat(bed.viking("ports", "withheld").succeeded()).contains(" shared/auth/80/tcp ");
    assertThat(bed.viking("ports", "list").succeeded()).contains(number).doesNotContain("/auth");
    // The consumers carry the released number until they are made anew.
    TestBed.await(
        LIMIT,
        "the consumers of shared/auth as warnings",
        () -> bed.viking("doctor").output().contains("shared_auth_80, which was released"));
    bed.deployStacks().succeeded();
    TestBed.await(LIMIT, "health", () -> bed.viking("doctor").exitCode() == 0);
    assertThat(bed.viking("doctor").output()).doesNotContain("which was released");
  }
}
