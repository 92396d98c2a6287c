package io.viking.ports;

import io.viking.ports.testing.EventLogContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class LocalEventLogTest extends EventLogContract {
  @TempDir Path folder;

  @Override
  protected ClusterStore openStore() {
    return ClusterStore.local(folder, PortRange.DEFAULT);
  }

  @Override
  protected ClusterStore openOther(ClusterStore store) {
    return openStore();
  }
}
