package io.viking.model.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.viking.model.InvalidStackException;
import io.viking.model.Stack;
import io.viking.model.StackName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every file below {@code stacks/} is a case: add one by adding it and what is expected of it. */
class CorpusTest {
  private static final Path STACKS = Path.of("src/test/resources/stacks");
  private static final StackName APP = StackName.of("app");

  static Stream<Path> valid() throws IOException {
    return cases("valid");
  }

  static Stream<Path> invalid() throws IOException {
    return cases("invalid");
  }

  @ParameterizedTest
  @MethodSource("valid")
  void readsTheFileAsTheExpectedOneBesideIt(Path file) {
    String expected = text(beside(file, ".expected.yaml"));

    Stack stack = parse(file);

    assertThat(JobWriter.toYaml(stack)).isEqualTo(expected);
    assertThat(StackParser.create().parse(APP, "expected.yaml", expected)).isEqualTo(stack);
  }

  @ParameterizedTest
  @MethodSource("invalid")
  void refusesTheFileWithTheWholeMessageBesideIt(Path file) {
    InvalidStackException refusal =
        catchThrowableOfType(InvalidStackException.class, () -> parse(file));

    assertThat(refusal).hasMessage(text(beside(file, ".expected.txt")).stripTrailing());
    assertThat(refusal.problems()).allSatisfy(problem -> assertThat(problem.fix()).isPresent());
  }

  @Test
  void hasAtLeastFortyInvalidFiles() throws IOException {
    List<Path> invalid = invalid().toList();

    assertThat(invalid).hasSizeGreaterThanOrEqualTo(40);
  }

  @Test
  void reportsTwentyFaultsOfOneFileAtOnce() {
    InvalidStackException refusal =
        catchThrowableOfType(
            InvalidStackException.class,
            () -> parse(STACKS.resolve("invalid").resolve("twenty-faults.yml")));

    assertThat(refusal.problems()).hasSizeGreaterThanOrEqualTo(20).doesNotHaveDuplicates();
  }

  private static Stack parse(Path file) {
    return StackParser.create().parse(APP, String.valueOf(file.getFileName()), text(file));
  }

  private static Stream<Path> cases(String folder) throws IOException {
    try (Stream<Path> files = Files.list(STACKS.resolve(folder))) {
      return files.filter(f -> !f.toString().contains(".expected.")).sorted().toList().stream();
    }
  }

  private static Path beside(Path file, String extension) {
    String name = String.valueOf(file.getFileName());
    return file.resolveSibling(name.substring(0, name.lastIndexOf('.')) + extension);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
