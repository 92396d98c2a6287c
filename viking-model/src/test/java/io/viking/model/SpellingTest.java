package io.viking.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingTest {
  private static final List<String> WORDS = List.of("expose", "link", "volume", "environment");

  @ParameterizedTest
  @CsvSource({
    "exposes, expose",
    "exopse, expose",
    "Expose, expose",
    "links, link",
    "lnik, link",
    "volumes, volume",
    "enviroment, environment",
    "environments, environment"
  })
  void findsTheWordThatWasMeant(String written, String meant) {
    assertThat(Spelling.nearest(written, WORDS)).contains(meant);
  }

  @ParameterizedTest
  @CsvSource({"zzz", "ports", "''", "x"})
  void findsNothingWhereNoWordIsNear(String written) {
    assertThat(Spelling.nearest(written, WORDS)).isEmpty();
  }

  @Test
  void choosesTheFirstOfEquallyNearWords() {
    assertThat(Spelling.nearest("cat", List.of("hat", "bat"))).contains("bat");
  }
}
