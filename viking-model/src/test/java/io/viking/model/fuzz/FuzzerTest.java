package io.viking.model.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A fuzzer that cannot fail says nothing: it finds what is wrong with these parsers. */
class FuzzerTest {
  private static final int INPUTS = 3_000;
  private static final Fuzzer FUZZER = new Fuzzer(7, FuzzLimits.DEFAULT);

  @Test
  void passesAParserThatKeepsItsPromise() {
    FuzzTarget<Integer> target = target("right", text -> number(text)).writes(String::valueOf);

    FuzzTally tally = FUZZER.run(target, 0, INPUTS);

    assertThat(tally.inputs()).isEqualTo(INPUTS);
    assertThat(tally.accepted()).isBetween(1, INPUTS - 1);
    assertThat(tally.line()).startsWith("right 3000 " + tally.accepted() + " ");
  }

  @Test
  void findsAnErrorThatIsNotTyped() {
    FuzzTarget<Integer> target = target("wrong", text -> text.split("=", -1)[1].length());

    assertThatThrownBy(() -> FUZZER.run(target, 0, INPUTS))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("parser wrong, seed 7, input ")
        .hasMessageContaining("ArrayIndexOutOfBoundsException")
        .hasMessageContaining("Input (");
  }

  @Test
  void findsAKindOfTheTypedErrorThatTheParserDidNotMean() {
    FuzzTarget<Integer> target = target("wrong", Integer::parseInt);

    assertThatThrownBy(() -> FUZZER.run(target, 0, INPUTS))
        .hasMessageContaining("NumberFormatException");
  }

  @Test
  void findsAnErrorWithoutAPlace() {
    FuzzTarget<Integer> target =
        target("wrong", FuzzerTest::number).refusesWith(message -> message.matches("file:\\d+.*"));

    assertThatThrownBy(() -> FUZZER.run(target, 0, INPUTS))
        .hasMessageContaining("the error says no place: not a number");
  }

  @Test
  void findsAParserThatTakesTwoSeconds() {
    FuzzTarget<Integer> target =
        target(
            "slow",
            text -> {
              long end = System.nanoTime() + Duration.ofSeconds(2).toNanos();
              while (text.contains("90") && System.nanoTime() < end) {
                Thread.onSpinWait();
              }
              return number(text);
            });
    Fuzzer sober =
        new Fuzzer(7, new FuzzLimits(Duration.ofMillis(100), 1 << 20, Duration.ofSeconds(20)));

    assertThatThrownBy(() -> sober.run(target, 0, INPUTS))
        .hasMessageContaining("parser slow")
        .hasMessageContaining("ms, more than 100");
  }

  @Test
  void findsAParserThatNeverEnds() {
    Fuzzer impatient =
        new Fuzzer(7, new FuzzLimits(Duration.ofSeconds(1), 1 << 20, Duration.ofSeconds(1)));
    FuzzTarget<Integer> target =
        target(
            "endless",
            text -> {
              while (text.contains("90")) {
                LockSupport.parkNanos(1_000_000);
              }
              return number(text);
            });

    assertThatThrownBy(() -> impatient.run(target, 0, INPUTS))
        .hasMessageContaining("parser endless")
        .hasMessageContaining("has not ended")
        .hasMessageContaining("LockSupport.parkNanos");
  }

  @Test
  void findsAParserThatAllocates() {
    FuzzTarget<Integer> target =
        target("greedy", text -> text.contains("90") ? new byte[300_000_000].length : number(text));

    assertThatThrownBy(() -> FUZZER.run(target, 0, INPUTS))
        .hasMessageContaining("parser greedy")
        .hasMessageContaining("bytes, more than 256000000");
  }

  @Test
  void findsAParserThatNestsWithoutALimit() {
    FuzzTarget<Integer> target = target("deep", text -> depth(text, 0));

    assertThatThrownBy(() -> FUZZER.run(target, 0, 20_000))
        .hasMessageContaining("StackOverflowError")
        .hasMessageContaining("all of them in target/fuzz/deep-7-");
  }

  @Test
  void findsAWrongExample() {
    FuzzTarget<Integer> target = target("wrong", text -> text.split("=", -1)[1].length());

    assertThatThrownBy(() -> Fuzzer.checkExamples(target)).hasMessageContaining("input 0");
  }

  @Test
  void findsAWriterThatLosesSomething() {
    FuzzTarget<Integer> target =
        target("lossy", FuzzerTest::number).writes(number -> String.valueOf(number / 2));

    assertThatThrownBy(() -> FUZZER.run(target, 0, INPUTS))
        .hasMessageContaining("reads another value from what it wrote: ");
  }

  @Test
  void takesAnEmptyOptionalForARefusal() {
    FuzzTarget<Optional<String>> target =
        FuzzTarget.ofText("optional", text -> Optional.<String>empty()).examples("a");

    assertThat(FUZZER.run(target, 0, 10).accepted()).isZero();
  }

  @Test
  void givesTheSameInputsForTheSameSeedAndOthersForAnother() {
    FuzzTarget<Integer> target = target("any", FuzzerTest::number).words("true");

    List<String> inputs = inputs(target, 1);

    assertThat(inputs(target, 1)).isEqualTo(inputs);
    assertThat(inputs(target, 2)).isNotEqualTo(inputs);
    assertThat(inputs).startsWith("80", "a=90");
    assertThat(inputs.stream().distinct().count()).isGreaterThan(800);
  }

  @Test
  void sendsWhatParsersStumbleOver() {
    FuzzTarget<Integer> target = target("any", FuzzerTest::number).words("true");

    String all = String.join("\n", inputs(target, 1));

    assertThat(all)
        .contains("\\x00", "\\xe2\\x80\\xae", "\\xed\\xa0\\x80", "\\xef\\xbb\\xbf", "../", "&a ")
        .contains("[[[[[[[[[[[[[[[[[[", "9223372036854775808", "<<: *a", "!!java", "*h, *h");
    assertThat(
            IntStream.range(0, 20_000)
                .map(i -> new FuzzInputs(target, 1).at(i).length)
                .max()
                .orElse(0))
        .isGreaterThan(1_000_000);
  }

  @Test
  void printsAnInputSoThatItCanBeCopied() {
    assertThat(Fuzzer.escape(new byte[] {'a', '"', '\n', 0, (byte) 0xff, '\\'}))
        .isEqualTo("a\\\"\\n\\x00\\xff\\\\");
  }

  private static List<String> inputs(FuzzTarget<?> target, long seed) {
    FuzzInputs inputs = new FuzzInputs(target, seed);
    return IntStream.range(0, 1_000).mapToObj(inputs::at).map(Fuzzer::escape).toList();
  }

  private static <T> FuzzTarget<T> target(String name, Function<String, T> reader) {
    return FuzzTarget.ofText(name, reader).examples("80", "a=90");
  }

  private static Integer number(String text) {
    if (!text.matches("0|[1-9][0-9]{0,4}")) {
      throw new IllegalArgumentException("not a number");
    }
    return Integer.valueOf(text);
  }

  private static int depth(String text, int at) {
    return at < text.length() ? depth(text, at + 1) + 1 : 0;
  }
}
