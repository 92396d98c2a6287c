package io.viking.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Hours of random faults for the reconciler, on engines in memory: hosts, engines, agents and the
 * store go and come back, hosts flap and are drained, instances end, files change, break and
 * vanish, changes are cut off, and the reconciler itself is restarted. After every step the
 * invariants hold; once the faults stop, what is wanted is reached, and nothing more is done.
 *
 * <p>{@code -Dviking.simulation.days=7} makes them a week each, {@code -Dviking.simulation.seed=N}
 * is the first seed, and {@code -Dviking.simulation.seeds=N} says how many.
 */
class ReconcileSimulationTest {
  private static final Path FOLDER = Path.of("target", "reconcile-simulation");

  private final Duration length =
      Duration.ofMinutes((long) (24 * 60 * doubleOf("viking.simulation.days", 0.1)));
  private final long first = Long.getLong("viking.simulation.seed", 1);
  private final int seeds = Integer.getInteger("viking.simulation.seeds", 3);

  @Test
  void invariantsHoldAtEveryStepAndWhatIsWantedIsReached() throws IOException {
    Files.createDirectories(FOLDER);
    Files.deleteIfExists(FOLDER.resolve("figure"));
    Map<String, Integer> counts = new TreeMap<>();
    boolean held = false;
    try {
      for (long seed = first; seed < first + seeds; seed++) {
        new SimulatedWeek(seed)
            .run(length)
            .forEach((what, n) -> counts.merge(what, n, Integer::sum));
      }
      held = true;
    } finally {
      report(counts, held);
    }

    assertThat(counts).containsKeys("host-down", "ended", "held", "fault", "failed", "edit");
  }

  /** The figure that viking-examples/faults/reconcile prints. */
  private void report(Map<String, Integer> counts, boolean held) throws IOException {
    Files.writeString(
        FOLDER.resolve("figure"),
        String.format(
            Locale.ROOT,
            "reconcile: %s x %.1f h, %d faults, %d looks, %d starts, %d removals; invariants %s;"
                + " seeds %d to %d%n",
            seeds,
            length.toMinutes() / 60.0,
            counts.getOrDefault("faults", 0),
            counts.getOrDefault("looks", 0),
            counts.getOrDefault("starting", 0),
            counts.getOrDefault("removing", 0),
            held ? "held after every step" : "did NOT hold",
            first,
            first + seeds - 1));
  }

  private static double doubleOf(String property, double otherwise) {
    return Double.parseDouble(System.getProperty(property, Double.toString(otherwise)));
  }
}
