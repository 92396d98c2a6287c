package io.viking.ports;

import static org.assertj.core.api.Assertions.assertThat;

import io.viking.model.InstanceId;
import io.viking.model.Pid;
import io.viking.model.ServiceName;
import io.viking.ports.testing.Await;
import io.viking.ports.testing.DeparturesContract;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class EtcdDeparturesIT extends DeparturesContract {
  private static final InstanceId WEB =
      new InstanceId(ServiceName.of("app", "web"), Pid.of("a1a1a1"));

  @RegisterExtension static final SharedEtcd ETCD = new SharedEtcd();

  @Override
  protected ClusterStore openStore() {
    return ClusterStore.etcd(ETCD.options().build());
  }

  @Override
  protected ClusterStore openOther(ClusterStore store) {
    return openStore();
  }

  @Test
  void leavesOutWhatItCannotRead() {
    try (ClusterStore store = openStore()) {
      ETCD.server().ctl("put", ETCD.baseKey() + "/removals/no stack", "web a1a1a1\n");
      ETCD.server().ctl("put", ETCD.baseKey() + "/removals/app", "scribble\nweb a1a1a1\nweb x\n");
      ETCD.server().ctl("put", ETCD.baseKey() + "/draining/node-1", "app web a1a1a1 many\n");
      List<Set<InstanceId>> told = new CopyOnWriteArrayList<>();

      try (Subscription watch = store.departures().watch(told::add)) {
        Await.until("it was told", Duration.ofSeconds(30), () -> !told.isEmpty());
      }

      assertThat(told).containsExactly(Set.of(WEB));
      assertThat(store.departures().reports()).containsExactly(Map.entry("node-1", Map.of()));
    }
  }

  @Test
  void aReportThatSomebodyDeletesIsWrittenAgain() {
    EtcdOptions options = ETCD.options().leaseTtl(Duration.ofSeconds(2)).build();
    try (ClusterStore store = ClusterStore.etcd(options)) {
      store.departures().report("node-1", Map.of(WEB, 1));

      ETCD.server().ctl("del", ETCD.baseKey() + "/draining/node-1");

      Await.until(
          "it is there again",
          Duration.ofSeconds(30),
          () -> store.departures().reports().equals(Map.of("node-1", Map.of(WEB, 1))));
    }
  }
}
