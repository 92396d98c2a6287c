package io.viking.docker.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class GrowthTest {
  private static final Duration RUN = Duration.ofMinutes(10);

  @Test
  void whatStaysAsItIsIsNoGrowth() {
    assertThat(problems(second -> 1_000)).isEmpty();
  }

  @Test
  void aThreadForEachFaultIsALeak() {
    List<String> problems = problems(Quantity.THREADS, second -> 40 + Math.floor(second / 60));

    assertThat(problems)
        .containsExactly(
            "the agent has grown: 43 -> 48.5 threads, more than the 2 that are tolerated");
  }

  @Test
  void aDescriptorForEachEndpointThatGoesIsALeak() {
    assertThat(problems(Quantity.DESCRIPTORS, second -> 1_100 + second / 20))
        .singleElement()
        .asString()
        .contains("descriptors");
  }

  @Test
  void aHundredBytesForEachConnectionAreALeak() {
    double megabytesASecond = 200 * 100 / 1e6;

    assertThat(problems(Quantity.HEAP_MB, second -> 18 + megabytesASecond * second))
        .singleElement()
        .asString()
        .contains("MB of live heap");
  }

  @Test
  void whatGrowsWhileItWarmsUpIsTolerated() {
    assertThat(problems(second -> second < 100 ? second : 100)).isEmpty();
  }

  @Test
  void aMomentOfMoreIsTolerated() {
    assertThat(problems(second -> second > 550 && second < 560 ? 5_000 : 1_000)).isEmpty();
  }

  @Test
  void whatWasNotMeasuredIsAProblem() {
    assertThat(Growth.problems(Growth.of(List.of(), RUN), RUN))
        .hasSize(Quantity.values().length)
        .first()
        .isEqualTo("threads were not measured early and late");
  }

  /** What is said of an agent of which all is as that function of the time in seconds. */
  private static List<String> problems(DoubleUnaryOperator all) {
    List<Sample> samples = new ArrayList<>();
    for (Quantity quantity : Quantity.values()) {
      samples.addAll(samples(quantity, all));
    }
    return Growth.problems(Growth.of(samples, RUN), RUN);
  }

  /** The same, of one quantity; the others stay as they are. */
  private static List<String> problems(Quantity one, DoubleUnaryOperator values) {
    List<Sample> samples = new ArrayList<>();
    for (Quantity quantity : Quantity.values()) {
      samples.addAll(samples(quantity, quantity == one ? values : second -> 7));
    }
    return Growth.problems(Growth.of(samples, RUN), RUN);
  }

  private static List<Sample> samples(Quantity quantity, DoubleUnaryOperator values) {
    List<Sample> samples = new ArrayList<>();
    for (int second = 2; second < RUN.toSeconds(); second += 2) {
      samples.add(new Sample(Duration.ofSeconds(second), quantity, values.applyAsDouble(second)));
    }
    return samples;
  }
}
