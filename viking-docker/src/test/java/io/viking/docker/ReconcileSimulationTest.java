package io.viking.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Six hours of random faults for the reconciler, on engines in memory: hosts go down, flap and are
 * drained, instances end, files change and break, folders go, changes are cut off, and the
 * reconciler itself is restarted. After every step the invariants hold; once the faults stop, what
 * is wanted is reached, and nothing more is done.
 *
 * <p>{@code -Dviking.simulation.days=7} makes them a week, {@code -Dviking.simulation.seed=N} takes
 * another seed.
 */
class ReconcileSimulationTest {
  private final Duration length =
      Duration.ofMinutes((long) (24 * 60 * doubleOf("viking.simulation.days", 0.25)));

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void invariantsHoldAtEveryStepAndWhatIsWantedIsReached(long seed) {
    Map<String, Integer> events =
        new SimulatedWeek(Long.getLong("viking.simulation.seed", 0) + seed).run(length);

    assertThat(events).containsKeys("host-down", "host-steady", "ended", "held", "fault", "failed");
  }

  private static double doubleOf(String property, double otherwise) {
    return Double.parseDouble(System.getProperty(property, Double.toString(otherwise)));
  }
}
