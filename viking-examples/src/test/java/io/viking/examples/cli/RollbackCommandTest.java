package io.viking.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.viking.model.Job;
import io.viking.model.Stack;
import io.viking.model.folder.DeploymentFolder;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RollbackCommandTest {
  @TempDir private Path home;

  @Test
  void saysWhereNoEarlierVersionIs() {
    Path folder = home.resolve("elsewhere");
    Stack only = Stack.of("app", Job.of("web", "nginx"));
    DeploymentFolder.at(folder).write(only);
    DeploymentFolder.at(folder).keepVersion(only);

    CommandRun run = CommandRun.of("rollback", "app", "--home=" + home, "--from=" + folder);

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .startsWith("viking: stack 'app' has no earlier version in deployment folder '" + folder)
        .contains("Fix: deploy the version that you want");
  }

  @Test
  void refusesWhatIsNoStack() {
    CommandRun run = CommandRun.of("rollback", "a_b", "--home=" + home);

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("a_b");
  }
}
