package io.viking.ports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PortChooserTest {
  private static final PortRange TEN = new PortRange(10, 19);

  private static BitSet taken(int... numbers) {
    BitSet taken = new BitSet();
    IntStream.of(numbers).forEach(taken::set);
    return taken;
  }

  @Test
  void beginsAtTheCounter() {
    PortChooser.Choice choice = PortChooser.choose(TEN, 13, 2, taken());

    assertThat(choice.numbers()).containsExactly(13, 14);
    assertThat(choice.next()).isEqualTo(15);
  }

  @Test
  void takesACounterOutsideTheRangeForItsStart() {
    assertThat(PortChooser.choose(TEN, 0, 1, taken()).numbers()).containsExactly(10);
    assertThat(PortChooser.choose(TEN, 20, 1, taken()).numbers()).containsExactly(10);
  }

  @Test
  void goesRoundAtTheEndOfTheRange() {
    PortChooser.Choice choice = PortChooser.choose(TEN, 19, 1, taken());

    assertThat(choice.numbers()).containsExactly(19);
    assertThat(choice.next()).isEqualTo(10);
  }

  @Test
  void looksForARunFromTheStartWhereNoneIsLeftAfterTheCounter() {
    PortChooser.Choice choice = PortChooser.choose(TEN, 18, 3, taken(10));

    assertThat(choice.numbers()).containsExactly(11, 12, 13);
  }

  @Test
  void findsARunThatReachesOverTheCounter() {
    PortChooser.Choice choice = PortChooser.choose(TEN, 15, 6, taken(10, 19));

    assertThat(choice.numbers()).containsExactly(11, 12, 13, 14, 15, 16);
  }

  @Test
  void givesSingleNumbersFromTheCounterOnWhereThereIsNoRun() {
    PortChooser.Choice choice = PortChooser.choose(TEN, 14, 3, taken(11, 13, 15, 17, 19));

    assertThat(choice.numbers()).containsExactly(14, 16, 18);
  }

  @Test
  void countsOnlyTheNumbersOfTheRangeAsTaken() {
    assertThat(PortChooser.choose(TEN, 10, 10, taken(1, 9, 20, 65535)).numbers()).hasSize(10);
  }

  @Test
  void saysHowManyAreLeft() {
    assertThatThrownBy(() -> PortChooser.choose(TEN, 10, 9, taken(10, 11)))
        .isInstanceOf(PortsExhaustedException.class)
        .hasMessageContaining("9 wanted, 8 free in the range 10-19");
  }

  @Test
  void givesFreeNumbersOfTheRangeOnceEachWhateverIsTaken() {
    Random random = new Random(1432);
    for (int round = 0; round < 2000; round++) {
      PortRange range = new PortRange(1 + random.nextInt(50), 60 + random.nextInt(50));
      BitSet taken = new BitSet();
      random.ints(random.nextInt(100), 0, 120).forEach(taken::set);
      int free = range.size() - taken.get(range.first(), range.last() + 1).cardinality();
      if (free > 0) {
        int wanted = 1 + random.nextInt(free);

        PortChooser.Choice choice = PortChooser.choose(range, random.nextInt(130), wanted, taken);

        List<Integer> numbers = choice.numbers();
        assertThat(new HashSet<>(numbers)).hasSize(wanted);
        assertThat(numbers).allMatch(number -> range.contains(number) && !taken.get(number));
        assertThat(range.contains(choice.next())).isTrue();
        boolean hasRun = PortChooser.run(range.first(), range.last(), wanted, taken) >= 0;
        boolean isRun = numbers.get(wanted - 1) - numbers.get(0) == wanted - 1;
        assertThat(isRun).isEqualTo(hasRun);
      }
    }
  }
}
