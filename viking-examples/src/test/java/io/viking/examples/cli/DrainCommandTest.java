package io.viking.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DrainCommandTest {
  @TempDir private Path home;

  @Test
  void aHostIsDrainedOnceAndUsedAgainOnce() {
    assertThat(run("drain", "node-1").err())
        .isEqualTo("Host node-1 is drained. No such host is known now.\n");
    assertThat(run("drain", "node-1").err()).startsWith("Host node-1 is drained already, by ");
    assertThat(run("uncordon", "node-1").err()).isEqualTo("Host node-1 is used again.\n");
    assertThat(run("uncordon", "node-1").err()).isEqualTo("Host node-1 was not drained.\n");
  }

  @Test
  void aNameThatIsNoneIsRefused() {
    CommandRun run = run("drain", "a/b");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("host name 'a/b' is not valid");
  }

  @Test
  void aTimeThatIsNoneIsRefusedBeforeAnythingIsWatched() {
    CommandRun run = run("watch", "--down-after", "soon", home.toString());

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--down-after 'soon' is no time.", "Fix: write 15s, 5m or 1h");
    assertThat(run("watch", "--interval", "0s", home.toString()).exitCode()).isEqualTo(2);
  }

  private CommandRun run(String command, String... arguments) {
    String[] all = new String[arguments.length + 3];
    all[0] = command;
    all[1] = "--home";
    all[2] = home.toString();
    System.arraycopy(arguments, 0, all, 3, arguments.length);
    return CommandRun.of(all);
  }
}
