package io.viking.ports;

import io.viking.ports.testing.SecretKeyContract;
import org.junit.jupiter.api.extension.RegisterExtension;

class EtcdSecretKeyIT extends SecretKeyContract {
  @RegisterExtension static final SharedEtcd ETCD = new SharedEtcd();

  @Override
  protected ClusterStore openStore() {
    return ClusterStore.etcd(ETCD.options().build());
  }

  @Override
  protected ClusterStore openObserver(ClusterStore recording) {
    return openStore();
  }
}
