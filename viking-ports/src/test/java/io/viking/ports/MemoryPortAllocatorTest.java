package io.viking.ports;

import io.viking.ports.testing.PortAllocatorContract;
import java.time.Duration;

class MemoryPortAllocatorTest extends PortAllocatorContract {
  @Override
  protected ClusterStore openStore(PortRange range, Duration quarantine) {
    return ClusterStore.inMemory(range, quarantine);
  }

  @Override
  protected boolean isShared() {
    return false;
  }
}
