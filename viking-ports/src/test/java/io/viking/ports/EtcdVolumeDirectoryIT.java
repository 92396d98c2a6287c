package io.viking.ports;

import io.viking.ports.testing.VolumeDirectoryContract;
import org.junit.jupiter.api.extension.RegisterExtension;

class EtcdVolumeDirectoryIT extends VolumeDirectoryContract {
  @RegisterExtension static final SharedEtcd ETCD = new SharedEtcd();

  @Override
  protected ClusterStore openStore() {
    return ClusterStore.etcd(ETCD.options().build());
  }

  @Override
  protected ClusterStore openObserver(ClusterStore announcing) {
    return openStore();
  }
}
