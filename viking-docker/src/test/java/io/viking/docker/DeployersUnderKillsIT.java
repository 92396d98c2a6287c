package io.viking.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.viking.docker.testing.PrivateEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Programs that deploy one stack are killed and frozen at points drawn by lot, or deploy two
 * versions at the same time; afterwards exactly one version is there, and nothing else.
 *
 * <p>{@code -Dviking.faults.kills=200} or {@code -Dviking.faults.seconds=600} make the run longer,
 * {@code -Dviking.faults.seed=N} repeats the choices of an earlier one.
 */
class DeployersUnderKillsIT {
  private static final Path FOLDER = Path.of("target", "deployers-under-kills");
  private static final Duration END = Duration.ofMinutes(2);

  /** Steps of a deployment that changes everything; a larger one just means its end. */
  private static final int STEPS = 36;

  private static final List<Duration> GRACES =
      List.of(
          Duration.ZERO,
          Duration.ofSeconds(1),
          // The engine goes on stopping when the next deployer has the lock.
          DeployingProgram.LEASE.plusSeconds(3));

  private final int kills = Integer.getInteger("viking.faults.kills", 5);
  private final long seconds = Long.getLong("viking.faults.seconds", Long.MAX_VALUE >> 33);
  private final long seed = Long.getLong("viking.faults.seed", System.nanoTime() >>> 10);
  private final Random random = new Random(seed);
  private final TreeMap<String, Integer> counts = new TreeMap<>();
  private int version;

  @TempDir private Path deployments;

  @BeforeAll
  static void requireEngine() {
    Optional<String> missing = PrivateEngine.missing();
    if (!Boolean.getBoolean("viking.it.required")) {
      assumeTrue(missing.isEmpty(), missing.orElse(""));
    }
  }

  @Test
  void leaveExactlyOneVersionAndNothingElse() throws IOException {
    Files.createDirectories(FOLDER);
    Files.deleteIfExists(FOLDER.resolve("figure"));
    boolean held = false;
    try (DeployersLab lab = DeployersLab.start(deployments)) {
      deploy(lab, ++version, "start");
      long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
      for (int i = 1; count("killed") < kills && System.nanoTime() - end < 0; i++) {
        String round = "seed " + seed + ", round " + i;
        switch (i % 6) {
          case 3 -> race(lab, round + ", a race");
          case 5 -> freeze(lab, round + ", a freeze");
          default -> kill(lab, round + ", a kill");
        }
      }
      held = true;
    } finally {
      report(held);
    }
    assertThat(count("killed") + count("killed at its end")).isPositive();
  }

  private int count(String what) {
    return counts.getOrDefault(what, 0);
  }

  private void count(boolean alive, String what) {
    counts.merge(alive ? what : what + " at its end", 1, Integer::sum);
  }

  /** The version to go to: the one begun, the one before it, or a new one. */
  private int next(int before, int begun) {
    int choice = random.nextInt(3);
    return choice == 0 ? before : choice == 1 ? begun : ++version;
  }

  private Duration grace() {
    return GRACES.get(random.nextInt(GRACES.size()));
  }

  private void goOn(DeployingChild child) {
    int step = 1 + random.nextInt(STEPS);
    // Before the first container it connects, takes the lock and plans, which are no steps.
    child.awaitStep(step, Duration.ofMillis(random.nextInt(step == 1 ? 2500 : 120)));
  }

  private void kill(DeployersLab lab, String round) {
    int before = version;
    int begun = ++version;
    String point;
    try (DeployingChild child = lab.child(begun, grace())) {
      goOn(child);
      count(child.kill(), "killed");
      point = round + " after " + child.lines();
    }
    deploy(lab, next(before, begun), point);
  }

  /** A process that goes on when another one has long been at its stack. */
  private void freeze(DeployersLab lab, String round) {
    int before = version;
    int begun = ++version;
    try (DeployingChild child = lab.child(begun, grace())) {
      goOn(child);
      boolean frozen = child.freeze();
      count(frozen, "frozen");
      int wanted = next(before, begun);
      deploy(lab, wanted, round + " after " + child.lines());
      if (frozen) {
        child.thaw();
        int code = child.awaitEnd(END);
        if (code == 0) {
          // It had not got the lock yet when it was frozen, or had given it back.
          wanted = lab.version();
        } else {
          assertThat(String.join("\n", child.lines())).as(round).contains("the lock of stack");
        }
        lab.check(wanted, round + " thawed: " + child.lines());
      }
    }
  }

  private void race(DeployersLab lab, String round) {
    try (DeployingChild child = lab.child(++version, grace())) {
      child.awaitStep(random.nextInt(3), Duration.ofMillis(random.nextInt(500)));
      lab.viking().deploy(DeployingProgram.stack(++version));
      assertThat(child.awaitEnd(END)).as("%s: %s", round, child.lines()).isZero();
    }
    count(true, "races");
    lab.check(lab.version(), round);
  }

  private void deploy(DeployersLab lab, int wanted, String round) {
    lab.viking().deploy(DeployingProgram.stack(wanted));
    lab.check(wanted, round + ", then version " + wanted);
  }

  /** The figure that viking-examples/faults/deployers prints. */
  private void report(boolean held) throws IOException {
    Files.writeString(
        FOLDER.resolve("figure"),
        String.format(
            Locale.ROOT,
            "deployers: %d killed while they deployed, %d frozen, %d races, %d ended before;"
                + " invariants %s; seed %d%n",
            count("killed"),
            count("frozen"),
            count("races"),
            count("killed at its end") + count("frozen at its end"),
            held ? "held each time" : "did NOT hold",
            seed));
  }
}
