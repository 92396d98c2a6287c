package io.viking.ports;

import io.viking.ports.testing.PortAllocatorContract;
import io.viking.ports.testing.StoreAddress;
import io.viking.ports.testing.StoreOpener;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.extension.RegisterExtension;

class EtcdPortAllocatorIT extends PortAllocatorContract {
  @RegisterExtension static final SharedEtcd ETCD = new SharedEtcd();

  @Override
  protected ClusterStore openStore(PortRange range, Duration quarantine) {
    return ClusterStore.etcd(ETCD.options().ports(range).quarantine(quarantine).build());
  }

  @Override
  protected Optional<StoreAddress> address() {
    return Optional.of(
        new StoreAddress(StoreOpener.Etcd.class, ETCD.server().endpoint() + "," + ETCD.baseKey()));
  }
}
