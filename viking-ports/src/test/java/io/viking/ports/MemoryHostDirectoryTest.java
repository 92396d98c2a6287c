package io.viking.ports;

import io.viking.ports.testing.HostDirectoryContract;

class MemoryHostDirectoryTest extends HostDirectoryContract {
  @Override
  protected ClusterStore openStore() {
    return ClusterStore.inMemory(PortRange.DEFAULT);
  }

  @Override
  protected ClusterStore openObserver(ClusterStore announcing) {
    return announcing;
  }
}
