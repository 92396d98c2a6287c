package io.viking.ports;

import io.viking.ports.testing.DeparturesContract;

class MemoryDeparturesTest extends DeparturesContract {
  @Override
  protected ClusterStore openStore() {
    return ClusterStore.inMemory(PortRange.DEFAULT);
  }

  @Override
  protected ClusterStore openOther(ClusterStore store) {
    return store;
  }
}
