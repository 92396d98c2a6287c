package io.viking.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.viking.docker.StateFolder;
import io.viking.model.StackName;
import io.viking.ports.ClusterStore;
import io.viking.ports.PortRange;
import io.viking.ports.StackLock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the commands do while another program changes the stack; they come to no engine. */
class LockOptionsTest {
  @TempDir private Path home;

  private ClusterStore store;
  private StackLock lock;

  @BeforeEach
  void hold() {
    store = ClusterStore.local(StateFolder.store(home), PortRange.DEFAULT);
    lock = store.locks().acquire(List.of(StackName.of("app")), Duration.ZERO, holder -> {});
  }

  @AfterEach
  void close() {
    lock.close();
    store.close();
  }

  @Test
  void failsAtOnceAndSaysWhoIsAtItWhereItShallNotWait() {
    CommandRun run = CommandRun.of("rm", "app", "--home=" + home, "--wait-lock=0s");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .startsWith("viking: stack 'app' is being changed by another program")
        .contains("process " + ProcessHandle.current().pid() + " of user ", "Waited 0 s", "Fix: ");
  }

  @Test
  void saysWhomItWaitsFor() {
    CommandRun run = CommandRun.of("scale", "app/web=2", "--home=" + home, "--wait-lock=0.3s");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .startsWith(
            "waiting for the lock of stack app, held by process " + ProcessHandle.current().pid())
        .contains("Waited 300 ms");
  }

  @Test
  void refusesWhatIsNoTime() {
    CommandRun run = CommandRun.of("rm", "app", "--home=" + home, "--wait-lock=soon");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--wait-lock 'soon' is no time", "Fix: write 30s");
  }
}
