package io.viking.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A host of three is cut off from the network, and comes back; a host is drained. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostLossIT {
  private static final Duration SOON = Duration.ofSeconds(90);
  private static final Duration DOWN_AFTER = Duration.ofSeconds(15);

  /** For noticing that it does not answer, for starting elsewhere, and for a busy machine. */
  private static final Duration MORE = Duration.ofSeconds(45);

  private TestBed bed;

  @BeforeAll
  void start() {
    bed = TestBed.up("1", "3");
  }

  @AfterAll
  void tearDown() {
    if (bed != null) {
      bed.close();
    }
  }

  @Test
  void whatRanOnALostHostIsMovedAndTheSurplusIsRemovedWhenItIsBack(@TempDir Path temporary)
      throws IOException, InterruptedException {
    try (Watch watch = Watch.start(bed, temporary)) {
      watch.write("loss/web.yaml", WatchIT.job(6, "one"));
      watch.awaitRunning(SOON, "loss/web", 6);
      watch.awaitTold(SOON, "done", "loss");

      bed.testbed("cut", "3").succeeded();
      Instant cut = Instant.now();
      TestBed.await(
          DOWN_AFTER.plus(MORE),
          "6 on the other hosts; it told\n" + watch.output(),
          () -> elsewhere(watch).size() == 6);
      Duration moved = Duration.between(cut, Instant.now());
      watch.awaitTold(
          SOON,
          "starting",
          "moved loss_web_",
          "from node-3 to node-",
          "node-3 has not answered for");
      List<List<String>> kept = elsewhere(watch);

      bed.testbed("heal", "3").succeeded();
      Instant healed = Instant.now();
      watch.awaitTold(SOON, "host-back", "node-3");
      watch.awaitTold(SOON, "removing", "loss_web_", "surplus: scale is 6");
      watch.awaitRunning(SOON, "loss/web", 6);
      Duration settled = Duration.between(healed, Instant.now());

      assertThat(watch.lines(" starting ")).hasSize(8);
      figure(moved, settled, kept.size());
      bed.viking("rm", "loss").succeeded();
    }
  }

  @Test
  void aDrainedHostIsEmptied(@TempDir Path temporary) throws IOException, InterruptedException {
    try (Watch watch = Watch.start(bed, temporary)) {
      watch.write("drain/web.yaml", WatchIT.job(3, "one"));
      watch.awaitRunning(SOON, "drain/web", 3);

      bed.viking("drain", "node-2").succeeded();

      watch.awaitTold(SOON, "host-drained", "node-2");
      TestBed.await(
          SOON,
          "3 on the other hosts; it told\n" + watch.output(),
          () ->
              watch.running("drain/web").size() == 3
                  && watch.running("drain/web").stream()
                      .noneMatch(row -> row.get(1).equals("node-2")));
      bed.viking("uncordon", "node-2").succeeded();
      watch.awaitTold(SOON, "host-uncordoned", "node-2");
      bed.viking("rm", "drain").succeeded();
    }
  }

  private static List<List<String>> elsewhere(Watch watch) {
    return watch.running("loss/web").stream().filter(row -> !row.get(1).equals("node-3")).toList();
  }

  /** The figure that viking-examples/faults/host prints. */
  private static void figure(Duration moved, Duration settled, int running) throws IOException {
    Path folder = Files.createDirectories(Path.of("target", "host-loss"));
    Files.writeString(
        folder.resolve("figure"),
        String.format(
            Locale.ROOT,
            "host: %d of 6 instances ran elsewhere %.1f s after their host was cut off (down after"
                + " %d s); 6 in all %.1f s after it was back%n",
            running,
            moved.toMillis() / 1000.0,
            DOWN_AFTER.toSeconds(),
            settled.toMillis() / 1000.0));
  }
}
