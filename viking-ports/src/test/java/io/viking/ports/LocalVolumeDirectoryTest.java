package io.viking.ports;

import io.viking.ports.testing.VolumeDirectoryContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class LocalVolumeDirectoryTest extends VolumeDirectoryContract {
  @TempDir Path folder;

  @Override
  protected ClusterStore openStore() {
    return ClusterStore.local(folder, PortRange.DEFAULT);
  }

  @Override
  protected ClusterStore openObserver(ClusterStore announcing) {
    return openStore();
  }
}
