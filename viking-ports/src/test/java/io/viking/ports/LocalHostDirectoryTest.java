package io.viking.ports;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.viking.ports.testing.HostDirectoryContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalHostDirectoryTest extends HostDirectoryContract {
  @TempDir Path folder;

  @Override
  protected ClusterStore openStore() {
    return ClusterStore.local(folder, PortRange.DEFAULT);
  }

  @Override
  protected ClusterStore openObserver(ClusterStore announcing) {
    return openStore();
  }

  @Test
  void failsWhereTheFileOfReportsCannotBeReadRatherThanShowNone() throws IOException {
    Files.writeString(folder.resolve("reports"), "# viking reports 1\nscribble\n");

    try (ClusterStore store = openStore()) {
      HostReport report = HostReport.of("node-1", List.of(10001), List.of());

      assertThatThrownBy(() -> store.hosts().reports())
          .isInstanceOf(CorruptStoreException.class)
          .hasMessageContaining(folder.resolve("reports").toString());
      assertThatThrownBy(() -> store.hosts().report(report))
          .isInstanceOf(CorruptStoreException.class);
    }
  }
}
