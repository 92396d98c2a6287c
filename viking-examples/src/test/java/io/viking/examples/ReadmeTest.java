package io.viking.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the README shows is what the project has. */
class ReadmeTest {
  private static final Path ROOT = Path.of(System.getProperty("viking.root", ".."));

  @Test
  void startsWithTheTwoCommandsOfABareMachine() throws IOException {
    List<String> commands = blocks("sh");

    assertThat(commands).hasSizeGreaterThanOrEqualTo(2);
    assertThat(commands.subList(0, 2))
        .allSatisfy(
            command -> {
              assertThat(command.lines()).hasSize(1);
              assertThat(ROOT.resolve(command.strip())).isExecutable();
            });
  }

  @Test
  void showsTheProgramThatTheBuildCompiles() throws IOException {
    String program =
        Files.readString(
            ROOT.resolve("viking-examples/src/main/java/io/viking/examples/DeployStacks.java"));

    assertThat(squeeze(program)).contains(squeeze(blocks("java").get(0)));
  }

  private static List<String> blocks(String language) throws IOException {
    Matcher matcher =
        Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(ROOT.resolve("README.md")));
    List<String> blocks = new ArrayList<>();
    while (matcher.find()) {
      blocks.add(matcher.group(1));
    }
    return blocks;
  }

  private static String squeeze(String text) {
    return text.replaceAll("\\s+", "");
  }
}
