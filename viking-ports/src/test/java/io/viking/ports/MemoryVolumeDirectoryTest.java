package io.viking.ports;

import io.viking.ports.testing.VolumeDirectoryContract;

class MemoryVolumeDirectoryTest extends VolumeDirectoryContract {
  @Override
  protected ClusterStore openStore() {
    return ClusterStore.inMemory(PortRange.DEFAULT);
  }

  @Override
  protected ClusterStore openObserver(ClusterStore announcing) {
    return announcing;
  }
}
