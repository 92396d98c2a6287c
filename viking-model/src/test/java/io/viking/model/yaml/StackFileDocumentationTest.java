package io.viking.model.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.viking.model.JobName;
import io.viking.model.StackName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the documentation shows is read by the parser as it stands. */
class StackFileDocumentationTest {
  private static final Path PAGE = Path.of("../docs/stack-file.md");
  private static final Pattern EXAMPLE = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);
  private static final Pattern FIRST_WORD = Pattern.compile("^(# .*\n)?(- )?([\\w-]+):");
  private static final Pattern KEY_AT_THE_MARGIN = Pattern.compile("(?m)^(?=[a-z]+:)");

  @Test
  void describesEveryKey() throws IOException {
    String page = Files.readString(PAGE);

    assertThat(JobKey.words()).allSatisfy(word -> assertThat(page).contains("`" + word + "`"));
  }

  @Test
  void showsNothingThatTheParserRefuses() throws IOException {
    List<String> examples =
        EXAMPLE.matcher(Files.readString(PAGE)).results().map(match -> match.group(1)).toList();

    assertThat(examples).hasSizeGreaterThan(10).allSatisfy(StackFileDocumentationTest::read);
  }

  private static void read(String example) {
    String word =
        FIRST_WORD.matcher(example).results().map(m -> m.group(3)).findFirst().orElseThrow();
    if (word.equals("name")) {
      assertThat(HostsFile.parse("hosts.yml", example)).isNotEmpty();
    } else if (word.equals("image")) {
      StackParser.create().parseJob(JobName.of("job"), "job.yaml", example);
    } else if (JobKey.of(word).isPresent()) {
      // Each key at the margin is an example of its own: the same key may stand there twice.
      KEY_AT_THE_MARGIN
          .splitAsStream(example)
          .filter(part -> !part.isBlank())
          .forEach(
              part ->
                  StackParser.create()
                      .parseJob(JobName.of("job"), "job.yaml", "image: any\n" + part));
    } else {

      StackParser.create().parse(StackName.of("app"), "app.yml", example);
    }
  }
}
