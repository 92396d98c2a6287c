package io.viking.ports;

import io.viking.ports.testing.EventLogContract;

class MemoryEventLogTest extends EventLogContract {
  @Override
  protected ClusterStore openStore() {
    return ClusterStore.inMemory(PortRange.DEFAULT);
  }

  @Override
  protected ClusterStore openOther(ClusterStore store) {
    return store;
  }
}
