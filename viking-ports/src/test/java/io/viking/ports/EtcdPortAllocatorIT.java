package io.viking.ports;

import static org.assertj.core.api.Assertions.assertThat;

import io.viking.model.ServicePort;
import io.viking.ports.testing.PortAllocatorContract;
import io.viking.ports.testing.StoreAddress;
import io.viking.ports.testing.StoreOpener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

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

  @Test
  void takesOverTheLedgerOfASingleHostWithoutANewNumber(@TempDir Path folder) {
    ServicePort mongo = ServicePort.parse("shared/mongo/27017/tcp");
    ServicePort auth = ServicePort.parse("shared/auth/80/tcp");
    ServicePort web = ServicePort.parse("app/web/80/tcp");
    String json;
    try (ClusterStore ledger = ClusterStore.local(folder, PortRange.DEFAULT)) {
      ledger.ports().allocate(List.of(mongo, auth, web));
      ledger.ports().release(auth);
      ledger.ports().skip(List.of(10003));
      json = PortRecordsJson.write(ledger.ports().export());
    }

    PortAllocator etcd = open(PortRange.DEFAULT);
    etcd.restore(PortRecordsJson.parse("ports.json", json));

    assertThat(PortRecordsJson.write(etcd.export())).isEqualTo(json);
    assertThat(etcd.allocate(web)).isEqualTo(10002);
    assertThat(etcd.allocate(auth)).isEqualTo(10004);
  }

  @Test
  void listsAsManyPortsAsThereAre() {
    PortAllocator ports = open(new PortRange(1, 65535));
    List<ServicePort> all =
        IntStream.rangeClosed(1, 60_000)
            .mapToObj(port -> ServicePort.parse("a-stack/of-many-ports/" + port + "/tcp"))
            .toList();

    ports.allocate(all);

    assertThat(ports.list().asMap()).hasSize(60_000);
    assertThat(ports.export().table()).isEqualTo(ports.list());
  }
}
