package io.viking.ports;

import io.viking.ports.testing.PortAllocatorContract;
import io.viking.ports.testing.StoreAddress;
import io.viking.ports.testing.StoreOpener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

class LocalPortAllocatorTest extends PortAllocatorContract {
  @TempDir Path folder;

  @Override
  protected ClusterStore openStore(PortRange range, Duration quarantine) {
    return ClusterStore.local(folder, range, quarantine);
  }

  @Override
  protected Optional<StoreAddress> address() {
    return Optional.of(new StoreAddress(StoreOpener.Local.class, folder.toString()));
  }
}
