package io.viking.ports;

import io.viking.ports.testing.SecretKeyContract;

class MemorySecretKeyTest extends SecretKeyContract {
  @Override
  protected ClusterStore openStore() {
    return ClusterStore.inMemory(PortRange.DEFAULT);
  }

  @Override
  protected ClusterStore openObserver(ClusterStore recording) {
    return recording;
  }
}
