package io.viking.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.viking.examples.TestBed.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The design document's two stacks on three hosts with etcd, by the viking command. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ThreeHostsIT {
  private static final List<String> HOSTS = List.of("1", "2", "3");

  private TestBed bed;

  @BeforeAll
  void deploy() {
    bed = TestBed.up("8", "3");
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
    String answer = bed.ask("app/web");

    assertThat(answer)
        .contains("app_web_80_")
        .contains("MIDDLEWARE at backends:")
        .contains("app_middleware_80_")
        .contains("SHARED_AUTH at backends:")
        .contains("shared_auth_80_")
        .contains("SHARED_MONGO at backends:")
        .contains("shared_mongo_27017_");
  }

  @Test
  void everyContainerIsWherePsSays() {
    List<List<String>> listed = bed.ps("app", "shared");

    assertThat(listed).hasSize(4);
    for (List<String> row : listed) {
      String node = row.get(1).replace("node-", "");
      assertThat(bed.on(node, "docker", "ps", "--format", "{{.Names}}").succeeded().lines())
          .contains(row.get(0));
    }
    assertThat(listed).extracting(row -> row.get(1)).contains("node-1", "node-2", "node-3");
  }

  @Test
  void noAgentTakesOverFromThatOfAnotherHost() {
    for (String host : HOSTS) {
      assertThat(bed.on(host, "docker", "logs", "viking-agent").output())
          .contains("the agent of host node-" + host + " is ready")
          .doesNotContain("another agent", "took over");
    }
  }

  @Test
  void aSecondDeploymentFindsNothingToDo() {
    Outcome again = bed.deployStacks();

    assertThat(again.succeeded()).contains("Nothing to do: 4 containers are as they should be.");
  }

  @Test
  void pastedDockerCommandsGiveTheContainersThatDeployWould(@TempDir Path folder)
      throws IOException {
    String stack = "pasted=" + TestBed.stack("app");
    Path script = folder.resolve("plan.sh");
    Outcome plan = bed.viking("plan", "--format", "docker", stack);
    Files.writeString(script, plan.stdout());

    plan.succeeded();
    bed.on("1", "sh", script.toString()).succeeded();

    // The label that deploy compares is a hash of everything that makes the container.
    assertThat(bed.viking("deploy", stack).succeeded())
        .contains("Nothing to do: 2 containers are as they should be.");
    String container = bed.ps("pasted/web").get(0).get(0);
    String host = bed.ps("pasted/web").get(0).get(1).replace("node-", "");
    TreeSet<String> real =
        new TreeSet<>(
            bed.on(host, "docker", "exec", container, "/bin/busybox", "env")
                .succeeded()
                .lines()
                .filter(line -> line.matches("(BACKEND_|SHARED_|MIDDLEWARE_|SERVICE_).*"))
                .toList());
    TreeSet<String> planned =
        new TreeSet<>(
            Files.readString(script)
                .lines()
                .dropWhile(line -> !line.contains("--name " + container))
                .takeWhile(line -> !line.startsWith("# on"))
                .filter(line -> line.startsWith("    -e \""))
                .map(line -> line.substring(8, line.lastIndexOf('"')))
                .toList());
    assertThat(real).isEqualTo(planned).isNotEmpty();
    bed.viking("rm", "pasted").succeeded();
  }

  @Test
  void aJobFilePutIntoTheDeploymentFolderIsDeployedWithItsScale() throws IOException {
    Path folder = Path.of(bed.on("1", "sh", "-c", "echo $VIKING_HOME").succeeded().strip());
    Path job = folder.resolve("deployment/crowd/many.json");
    Files.createDirectories(job.getParent());
    Files.writeString(job, "{\"image\": \"binocarlos/gandalf\", \"expose\": 80, \"scale\": 12}");

    bed.viking("deploy", "--from", folder.resolve("deployment").toString()).succeeded();

    List<List<String>> crowd = bed.ps("crowd/many");
    assertThat(crowd).hasSize(12).allSatisfy(row -> assertThat(row.get(2)).isEqualTo("running"));
    for (String host : HOSTS) {
      assertThat(crowd).filteredOn(row -> row.get(1).equals("node-" + host)).hasSize(4);
    }
    bed.viking("rm", "crowd/many").succeeded();
    assertThat(job).doesNotExist();
  }

  @Test
  void linksGoOnWhileAnEngineIsDeadAndAfterItIsBack() throws InterruptedException {
    String mongo = bed.ps("shared/mongo").get(0).get(1).replace("node-", "");

    bed.testbed("kill", mongo).succeeded();
    Outcome refused = bed.viking("deploy", "shared=" + TestBed.stack("shared"));
    bed.testbed("start", mongo).succeeded();

    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.output()).contains("node-" + mongo, "does not answer", "Fix: ");
    TestBed.await(
        Duration.ofSeconds(60), "all links", () -> bed.answers("app/web", "shared_mongo_27017_"));
    assertThat(bed.viking("deploy", "shared=" + TestBed.stack("shared")).succeeded())
        .contains("Nothing to do: 2 containers are as they should be.");
  }

  @Test
  void saysWhatFailedWhenAnImageIsNowhere(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("viking.yml");
    Files.writeString(
        file,
        """
        good:
          image: binocarlos/gandalf
          expose: 80
        bad:
          image: no/such-image
          expose: 80
          link: good
        after:
          image: binocarlos/gandalf
          expose: 80
          link: bad
        """);

    Outcome failed = bed.viking("deploy", "--name", "half", file.toString());

    assertThat(failed.exitCode()).isEqualTo(1);
    assertThat(failed.output())
        .contains("the deployment stopped half-way: 1 failed, 1 done, 1 not started.")
        .containsPattern("Failed: half_bad_[0-9a-f]{6}: on host node-.*no/such-image")
        .containsPattern("Done: half_good_[0-9a-f]{6}")
        .containsPattern("Not started: half_after_[0-9a-f]{6}");
    bed.viking("rm", "half").succeeded();
  }
}
