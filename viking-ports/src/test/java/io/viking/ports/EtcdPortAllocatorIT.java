package io.viking.ports;

import io.viking.ports.testing.EtcdServer;
import io.viking.ports.testing.PortAllocatorContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;

class EtcdPortAllocatorIT extends PortAllocatorContract {
  private static EtcdServer etcd;
  private String baseKey = "";

  @BeforeAll
  static void startEtcd() {
    etcd = EtcdServer.start();
  }

  @AfterAll
  static void stopEtcd() {
    if (etcd != null) {
      etcd.close();
    }
  }

  @BeforeEach
  void chooseBaseKey(TestInfo test) {
    baseKey = "/" + test.getTestMethod().orElseThrow().getName();
  }

  @Override
  protected ClusterStore openStore(PortRange range) {
    return ClusterStore.etcd(
        EtcdOptions.builder().addEndpoints(etcd.endpoint()).baseKey(baseKey).ports(range).build());
  }
}
