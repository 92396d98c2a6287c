package io.viking.ports;

import io.viking.ports.testing.StackLocksContract;

class MemoryStackLocksTest extends StackLocksContract {
  @Override
  protected ClusterStore openStore() {
    return ClusterStore.inMemory(PortRange.DEFAULT);
  }

  @Override
  protected ClusterStore openOther(ClusterStore store) {
    return store;
  }
}
