package io.viking.ports;

import io.viking.ports.testing.PortAllocatorContract;

class MemoryPortAllocatorTest extends PortAllocatorContract {
  @Override
  protected ClusterStore openStore(PortRange range) {
    return ClusterStore.inMemory(range);
  }

  @Override
  protected boolean isShared() {
    return false;
  }
}
