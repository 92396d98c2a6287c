package io.viking.ports;

import static org.assertj.core.api.Assertions.assertThat;

import io.viking.model.InstanceId;
import io.viking.model.Pid;
import io.viking.model.ServiceName;
import io.viking.ports.testing.DeparturesContract;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalDeparturesTest extends DeparturesContract {
  private static final InstanceId WEB =
      new InstanceId(ServiceName.of("app", "web"), Pid.of("a1a1a1"));

  @TempDir Path folder;

  @Override
  protected ClusterStore openStore() {
    return ClusterStore.local(folder, PortRange.DEFAULT);
  }

  @Override
  protected ClusterStore openOther(ClusterStore store) {
    return openStore();
  }

  @Test
  void aReportLeavesTheEndpointsAsTheyAre() {
    try (ClusterStore store = openStore()) {
      store.endpoints().register(new Endpoint("s", "i", HostAndPort.parse("10.0.0.1:32768")));
      EndpointSnapshot before = store.endpoints().snapshot();

      store.departures().report("node-1", Map.of(WEB, 1));

      assertThat(store.endpoints().snapshot()).isSameAs(before);
    }
  }

  @Test
  void whatAnAgentToldThatHasLeftIsNotInheritedByTheNext() {
    try (ClusterStore next = openStore()) {
      try (ClusterStore first = openStore()) {
        first.departures().report("node-1", Map.of(WEB, 1));
        first.leave();
        next.takeOver();
      }
      next.departures().report("node-1", Map.of(WEB, 0));

      assertThat(next.departures().reports()).containsExactly(Map.entry("node-1", Map.of(WEB, 0)));
    }
  }
}
