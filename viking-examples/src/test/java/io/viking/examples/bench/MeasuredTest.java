package io.viking.examples.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MeasuredTest {
  @Test
  void aRatioIsTakenWithinEachRoundBeforeTheMedian() {
    Measured measured =
        new Measured(
            Figure.NEW_PORT_1, List.of(new Pair(1, 1), new Pair(20, 10), new Pair(6, 1.5)));

    assertThat(measured.summary()).isEqualTo(new Summary(2, 1, 4));
    assertThat(measured.viking()).isEqualTo(6);
    assertThat(measured.peer()).isEqualTo(1.5);
  }

  @Test
  void megabytesAreADifference() {
    Measured measured = new Measured(Figure.CLIENT_HEAP_MB, List.of(new Pair(12, 10)));

    assertThat(measured.summary().value()).isEqualTo(2);
  }

  @Test
  void meetsItsBarOnTheRightSideOnly() {
    assertThat(verdict(Figure.NEW_PORT_1, 1.3)).isEqualTo("ok");
    assertThat(verdict(Figure.NEW_PORT_1, 1.31)).isEqualTo("short");
    assertThat(verdict(Figure.NEW_PORTS_64, 20)).isEqualTo("ok");
    assertThat(verdict(Figure.NEW_PORTS_64, 19.9)).isEqualTo("short");
    assertThat(verdict(Figure.BATCH_10000, 1.5)).isEqualTo("short");
    assertThat(verdict(Figure.BATCH_10000, 1.4)).isEqualTo("ok");
  }

  @Test
  void aFigureForInformationHasNoVerdict() {
    assertThat(verdict(Figure.BATCH_10000_FLAT, 100)).isEmpty();
  }

  @Test
  void aDuelTakesTheValueThatItsFigureIsAbout() {
    Map<Operation, List<Sample>> rounds =
        Map.of(
            Operation.VIKING_NEW, List.of(new Sample(1000, 2, 30)),
            Operation.NAIVE_LOOP, List.of(new Sample(10, 500, 900)));

    assertThat(Duel.of(Figure.NEW_PORTS_64).orElseThrow().pairs(rounds))
        .containsExactly(new Pair(1000, 10));
    assertThat(Duel.of(Figure.NEW_PORTS_64_P99).orElseThrow().pairs(rounds))
        .containsExactly(new Pair(30, 500));
  }

  @Test
  void severalProcessesAddUpTheirRates() {
    Sample together = Sample.together(List.of(new Sample(10, 1, 5), new Sample(20, 3, 4)));

    assertThat(together).isEqualTo(new Sample(30, 2, 5));
  }

  @Test
  void aSampleIsReadBackFromItsLine() {
    Sample sample = new Sample(1234.5678, 0.1, 1e-7);

    assertThat(Sample.parse(sample.line())).isEqualTo(sample);
  }

  private static String verdict(Figure figure, double value) {
    return new Measured(figure, List.of(new Pair(value, 1))).verdict();
  }
}
