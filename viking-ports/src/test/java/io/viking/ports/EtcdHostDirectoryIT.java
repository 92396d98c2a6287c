package io.viking.ports;

import static org.assertj.core.api.Assertions.assertThat;

import io.viking.ports.testing.HostDirectoryContract;
import java.util.List;
import org.junit.jupiter.api.Test;
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

  @Test
  void showsAReportThatItCannotReadAsOneThatMayCarryAnything() {
    try (ClusterStore store = openStore()) {
      store.hosts().report(HostReport.of("node-1", List.of(10001), List.of()));
      ETCD.server().ctl("put", ETCD.baseKey() + "/reports/node-2", "scribble");
      ETCD.server().ctl("put", ETCD.baseKey() + "/reports/no de/3", "{}");
      ETCD.server()
          .ctl("put", ETCD.baseKey() + "/reports/node-4", "{\"host\":\"node-1\",\"carried\":[]}");

      List<HostReport> reports = store.hosts().reports();

      assertThat(reports)
          .extracting(HostReport::host)
          .containsExactly("no de/3", "node-1", "node-2", "node-4");
      assertThat(reports)
          .extracting(HostReport::readable)
          .containsExactly(false, true, false, false);
      assertThat(reports)
          .filteredOn(report -> report.mayCarry(10002))
          .extracting(HostReport::host)
          .containsExactly("no de/3", "node-2", "node-4");
      assertThat(store.hosts().forget("no de/3")).isTrue();
      assertThat(store.hosts().forget("node-2")).isTrue();
      assertThat(store.hosts().forget("node-4")).isTrue();
      assertThat(store.hosts().reports()).extracting(HostReport::host).containsExactly("node-1");
    }
  }
}
