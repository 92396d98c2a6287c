package io.viking.model.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityTest {

  @ParameterizedTest
  @CsvSource({
    "1, 1", "512m, 536870912", "1g, 1073741824", "1.5G, 1610612736", "64 MiB, 67108864",
    "1kb, 1024", "100b, 100", "0.5k, 512", "1t, 1099511627776", "0.0001k, 0",
    "9223372036854775807, 9223372036854775807"
  })
  void readsASize(String text, long bytes) {
    assertThat(Quantity.bytes(text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "m", "-1m", "1x", "1,5g", "1e3", "0x10", "1 0", "9999999999t"})
  void refusesWhatIsNoSize(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Quantity.bytes(text));
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1024, 1k", "1536, 1536", "536870912, 512m", "1099511627776, 1t"})
  void writesASizeInItsLargestWholeUnit(long bytes, String text) {
    assertThat(Quantity.size(bytes)).isEqualTo(text);
    assertThat(Quantity.bytes(text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @CsvSource({
    "2s, PT2S",
    "500ms, PT0.5S",
    "1m30s, PT1M30S",
    "1.5h, PT1H30M",
    "0, PT0S",
    "0s, PT0S",
    "10us, PT0.00001S",
    "7ns, PT0.000000007S"
  })
  void readsATime(String text, Duration time) {
    assertThat(Quantity.duration(text)).isEqualTo(time);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "2", "s", "-1s", "2 s", "2s ", "1m30", "soon", "999999999999h"})
  void refusesWhatIsNoTime(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Quantity.duration(text));
  }

  @ParameterizedTest
  @CsvSource({"PT0S, 0s", "PT90S, 1m30s", "PT0.5S, 500ms", "PT25H, 25h", "PT1.000000001S, 1s1ns"})
  void writesATime(Duration time, String text) {
    assertThat(Quantity.time(time)).isEqualTo(text);
    assertThat(Quantity.duration(text)).isEqualTo(time);
  }

  @Test
  void aTextThatIsLongerThanAnyTimeIsRefusedInFewWords() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Quantity.duration("1ns".repeat(100_000)))
        .satisfies(
            e -> assertThat(e.getMessage()).contains("longer than any time").hasSizeLessThan(200));
  }
}
