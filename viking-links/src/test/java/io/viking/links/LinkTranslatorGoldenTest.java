package io.viking.links;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every file of {@code golden/} is one case: what is linked, a line {@code ---}, and all variables
 * that the consumer gets. A new case is a new file.
 */
class LinkTranslatorGoldenTest {
  private static final Backend BACKEND =
      Backend.of(URI.create("etcd://10.0.0.1:2379/viking/network"));

  static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/test/resources/golden"))) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void givesTheConsumerTheseVariables(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    int rule = lines.indexOf("---");
    GoldenCase golden = GoldenCase.parse(lines.subList(0, rule));

    List<String> variables =
        LinkTranslator.variables(golden.consumer(), golden.links(), golden.ports(), BACKEND)
            .entrySet()
            .stream()
            .map(variable -> variable.getKey() + "=" + variable.getValue())
            .toList();

    assertThat(variables).isEqualTo(lines.subList(rule + 1, lines.size()));
  }
}
