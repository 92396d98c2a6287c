package io.viking.ports;

import io.viking.ports.testing.EndpointDirectoryContract;
import org.junit.jupiter.api.extension.RegisterExtension;

class EtcdEndpointDirectoryIT extends EndpointDirectoryContract {
  @RegisterExtension static final SharedEtcd ETCD = new SharedEtcd();

  @Override
  protected ClusterStore openStore() {
    return ClusterStore.etcd(ETCD.options().build());
  }

  @Override
  protected ClusterStore openObserver(ClusterStore registering) {
    return openStore();
  }
}
