package io.viking.ports;

import io.viking.ports.testing.EndpointDirectoryContract;

class MemoryEndpointDirectoryTest extends EndpointDirectoryContract {
  @Override
  protected ClusterStore openStore() {
    return ClusterStore.inMemory(PortRange.DEFAULT);
  }

  @Override
  protected ClusterStore openObserver(ClusterStore registering) {
    return registering;
  }
}
