package io.viking.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** {@code viking watch} on real engines: what is done to the files is done to the cluster. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WatchIT {
  private static final Duration SOON = Duration.ofSeconds(90);

  private TestBed bed;

  @BeforeAll
  void start() {
    bed = TestBed.up("1", "2");
  }

  @AfterAll
  void tearDown() {
    if (bed != null) {
      bed.close();
    }
  }

  @Test
  void anEditedFileChangesWhatRunsAndADeletedOneRemovesIt(@TempDir Path temporary)
      throws IOException, InterruptedException {
    try (Watch watch = Watch.start(bed, temporary)) {
      watch.write("edit/web.yaml", job(2, "one"));
      watch.write("edit/stays.yaml", job(1, "one"));
      watch.awaitRunning(SOON, "edit/web", 2);

      watch.write("edit/web.yaml", job(4, "one"));
      watch.awaitRunning(SOON, "edit/web", 4);
      List<List<String>> before = watch.running("edit/web");

      watch.write("edit/web.yaml", job(1, "two"));
      watch.awaitRunning(SOON, "edit/web", 1);
      assertThat(before).doesNotContain(watch.running("edit/web").get(0));

      watch.delete("edit/web.yaml");
      watch.awaitRunning(SOON, "edit/web", 0);
      assertThat(watch.running("edit/stays")).hasSize(1);
      bed.viking("rm", "edit").succeeded();
    }
  }

  @Test
  void aBrokenFileIsToldWithItsPlaceAndWhatRunsGoesOn(@TempDir Path temporary)
      throws IOException, InterruptedException {
    try (Watch watch = Watch.start(bed, temporary)) {
      watch.write("broken/web.yaml", job(2, "one"));
      watch.awaitRunning(SOON, "broken/web", 2);
      List<List<String>> before = watch.running("broken/web");

      watch.write("broken/web.yaml", "image: binocarlos/gandalf\nscale: many\n");

      watch.awaitTold(SOON, "fault", watch.file("broken/web.yaml") + ":2:8", "'many'");
      watch.awaitTold(SOON, "The last good version of 'broken/web' stays wanted.");
      assertThat(watch.running("broken/web")).isEqualTo(before);
      watch.write("broken/web.yaml", job(3, "one"));
      watch.awaitTold(SOON, "mended", watch.file("broken/web.yaml") + ":2:8");
      watch.awaitRunning(SOON, "broken/web", 3);
      bed.viking("rm", "broken").succeeded();
    }
  }

  @Test
  void aDeletedFolderRemovesNothingAndIsTold(@TempDir Path temporary)
      throws IOException, InterruptedException {
    try (Watch watch = Watch.start(bed, temporary, "--interval", "1s")) {
      watch.write("gone/web.yaml", job(2, "one"));
      watch.awaitRunning(SOON, "gone/web", 2);
      List<List<String>> before = watch.running("gone/web");

      watch.delete("gone");

      watch.awaitTold(SOON, "held", "the folder of stack 'gone' is gone", "2 instances");
      watch.write("next/web.yaml", job(1, "one"));
      watch.awaitRunning(SOON, "next/web", 1);
      assertThat(watch.running("gone/web")).isEqualTo(before);
      bed.viking("rm", "gone").succeeded();
      bed.viking("rm", "next").succeeded();
    }
  }

  @Test
  void aContainerThatSomebodyRemovesIsStartedAgain(@TempDir Path temporary)
      throws IOException, InterruptedException {
    try (Watch watch = Watch.start(bed, temporary, "--interval", "1h")) {
      watch.write("lost/web.yaml", job(2, "one"));
      watch.awaitRunning(SOON, "lost/web", 2);
      List<String> victim = watch.running("lost/web").get(0);

      bed.on(victim.get(1).replace("node-", ""), "docker", "rm", "-f", victim.get(0)).succeeded();

      // The next look is an hour away: the engine told.
      TestBed.await(
          SOON,
          "another one; it told\n" + watch.output(),
          () ->
              watch.running("lost/web").size() == 2
                  && watch.running("lost/web").stream()
                      .noneMatch(row -> row.get(0).equals(victim.get(0))));
      bed.viking("rm", "lost").succeeded();
    }
  }

  /** Of a real cluster all that people, machines and disks get to see is searched. */
  @Test
  void theValueOfASecretIsInItsContainersEnvironmentAndNowhereElse(@TempDir Path temporary)
      throws IOException, InterruptedException {
    new SecretScenario(bed, temporary).run();
  }

  static String job(int scale, String version) {
    return "image: binocarlos/gandalf\nexpose: 80\nscale: %d\nenvironment: {VERSION: %s}\n"
        .formatted(scale, version);
  }
}
