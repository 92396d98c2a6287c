package io.viking.ports;

import static org.assertj.core.api.Assertions.assertThat;

import io.viking.model.StackName;
import io.viking.ports.testing.ChildJvm;
import io.viking.ports.testing.LockingProgram;
import io.viking.ports.testing.StackLocksContract;
import io.viking.ports.testing.StoreOpener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalStackLocksTest extends StackLocksContract {
  private static final Duration SOON = Duration.ofSeconds(40);

  @TempDir Path folder;

  @Override
  protected ClusterStore openStore() {
    return ClusterStore.local(folder, PortRange.DEFAULT);
  }

  @Override
  protected ClusterStore openOther(ClusterStore store) {
    return openStore();
  }

  @Test
  void theLockOfAProcessThatIsKilledIsFreeAndWhatItAnnouncedIsKnown() {
    try (ClusterStore store = openStore();
        ChildJvm child =
            ChildJvm.start(
                LockingProgram.class,
                List.of(StoreOpener.Local.class.getName(), folder.toString(), "app"))) {
      LockingProgram.awaitAnnouncement(store, "app", SOON);

      child.kill();

      try (StackLock lock =
          store.locks().acquire(List.of(StackName.of("app")), SOON, holder -> {})) {
        assertThat(lock.announcedRemovals()).containsExactly(LockingProgram.announced("app"));
        assertThat(store.locks().holders())
            .extracting(LockHolder::process)
            .containsExactly(ProcessHandle.current().pid());
      }
    }
  }
}
