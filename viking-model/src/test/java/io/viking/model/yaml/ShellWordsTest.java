package io.viking.model.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShellWordsTest {

  static Stream<Arguments> lines() {
    return Stream.of(
        Arguments.of("", List.of()),
        Arguments.of("  \t\n ", List.of()),
        Arguments.of("a  b\nc", List.of("a", "b", "c")),
        Arguments.of("nginx -g 'daemon off;'", List.of("nginx", "-g", "daemon off;")),
        Arguments.of("a'b c'\"d e\"f", List.of("ab cd ef")),
        Arguments.of("'' \"\"", List.of("", "")),
        Arguments.of("a\\ b \\' \\\\", List.of("a b", "'", "\\")),
        Arguments.of("\"a\\\"b\\\\c\\$d\\n\"", List.of("a\"b\\c$d\\n")),
        Arguments.of("'a\\b\"c'", List.of("a\\b\"c")),
        Arguments.of("a \\\n  b", List.of("a", "b")),
        Arguments.of("\"a\\\nb\"", List.of("ab")),
        Arguments.of("echo $HOME * #x", List.of("echo", "$HOME", "*", "#x")));
  }

  @ParameterizedTest
  @MethodSource("lines")
  void splitsALineAsAShellWould(String line, List<String> words) {
    List<String> split = ShellWords.split(line);

    assertThat(split).isEqualTo(words);
  }

  @ParameterizedTest
  @ValueSource(strings = {"'a", "\"a", "a\\", "\"a\\\""})
  void refusesALineThatDoesNotEnd(String line) {
    assertThatIllegalArgumentException().isThrownBy(() -> ShellWords.split(line));
  }
}
