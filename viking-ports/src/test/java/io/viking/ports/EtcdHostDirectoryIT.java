package io.viking.ports;

import io.viking.ports.testing.HostDirectoryContract;
import org.junit.jupiter.api.extension.RegisterExtension;

class EtcdHostDirectoryIT extends HostDirectoryContract {
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
