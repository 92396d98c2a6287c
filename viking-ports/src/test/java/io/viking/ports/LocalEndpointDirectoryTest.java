package io.viking.ports;

import io.viking.ports.testing.EndpointDirectoryContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class LocalEndpointDirectoryTest extends EndpointDirectoryContract {
  @TempDir Path folder;

  @Override
  protected ClusterStore openStore() {
    return ClusterStore.local(folder, PortRange.DEFAULT);
  }

  @Override
  protected ClusterStore openObserver(ClusterStore registering) {
    return openStore();
  }
}
