package io.viking.examples.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StatisticsTest {
  @Test
  void theMedianIsTheValueInTheMiddle() {
    assertThat(Statistics.median(List.of(9.0, 1.0, 2.0))).isEqualTo(2.0);
  }

  @Test
  void theMedianOfAnEvenNumberOfValuesIsTheMeanOfTheTwoInTheMiddle() {
    assertThat(Statistics.median(List.of(4.0, 1.0, 2.0, 9.0))).isEqualTo(3.0);
  }

  @Test
  void thePercentileIsAValueThatWasMeasured() {
    double[] oneToHundred = IntStream.rangeClosed(1, 100).mapToDouble(i -> 101.0 - i).toArray();

    assertThat(Statistics.percentile(oneToHundred, 0.99)).isEqualTo(99.0);
    assertThat(Statistics.percentile(oneToHundred, 0.5)).isEqualTo(50.0);
    assertThat(Statistics.percentile(oneToHundred, 1)).isEqualTo(100.0);
  }

  @Test
  void thePercentileOfFewValuesIsTheLargestOne() {
    assertThat(Statistics.percentile(new double[] {3, 7}, 0.99)).isEqualTo(7.0);
  }

  @Test
  void leavesTheValuesInTheirOrder() {
    double[] values = {3, 1, 2};

    double ignored = Statistics.percentile(values, 0.5);

    assertThat(ignored).isEqualTo(2.0);
    assertThat(values).containsExactly(3, 1, 2);
  }

  @Test
  void nothingMeasuredIsAnErrorAndNoFigure() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Statistics.median(List.of()))
        .withMessageContaining("no call was completed");
  }
}
