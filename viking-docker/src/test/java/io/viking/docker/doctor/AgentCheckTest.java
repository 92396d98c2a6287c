package io.viking.docker.doctor;

import static io.viking.docker.doctor.Readings.NODE_1;
import static io.viking.docker.doctor.Readings.NODE_2;
import static org.assertj.core.api.Assertions.assertThat;

import io.viking.docker.engine.ContainerFacts.State;
import io.viking.model.Finding;
import io.viking.model.Host;
import java.util.List;
import org.junit.jupiter.api.Test;

class AgentCheckTest {
  @Test
  void tellsLivingAgentsInContainersFromOthers() {
    List<Finding> findings =
        check(
            List.of(
                Readings.of(NODE_1, Readings.container("viking-agent", State.RUNNING)),
                Readings.of(NODE_2)),
            List.of(NODE_1, NODE_2));

    assertThat(findings)
        .containsExactly(
            Finding.ok("agent node-1", "it is alive."),
            Finding.ok("agent node-2", "it is alive, as a process outside of Docker."));
  }

  @Test
  void namesHostsWithoutALiveAgentAndWhatBecameOfItsContainer() {
    List<Finding> findings =
        check(
            List.of(
                Readings.of(NODE_1, Readings.container("viking-agent", State.EXITED)),
                Readings.of(NODE_2)),
            List.of());

    assertThat(Readings.faults(findings))
        .satisfiesExactly(
            one ->
                assertThat(one)
                    .startsWith("ERROR agent node-1: there is no live agent")
                    .contains("viking-agent is exited", "docker logs viking-agent"),
            two ->
                assertThat(two)
                    .startsWith("ERROR agent node-2: there is no live agent")
                    .contains("viking bootstrap"));
  }

  @Test
  void warnsOfAgentsOfUnknownHosts() {
    List<Finding> findings = check(List.of(Readings.of(NODE_1)), List.of(NODE_1, NODE_2));

    assertThat(Readings.faults(findings))
        .singleElement()
        .asString()
        .startsWith("WARNING agent node-2: it is alive, but its host is not among");
  }

  @Test
  void warnsWhereAgentAndInventoryDisagreeOnTheAddress() {
    Host elsewhere = Host.of("node-1", "192.168.0.1", "tcp://10.0.0.1:2376");

    assertThat(Readings.faults(check(List.of(Readings.of(NODE_1)), List.of(elsewhere))))
        .singleElement()
        .asString()
        .startsWith("WARNING agent node-1:")
        .contains("192.168.0.1", "10.0.0.1", "VIKING_IP");
  }

  private static List<Finding> check(List<HostReading> readings, List<Host> live) {
    return new AgentCheck(readings, live).findings();
  }
}
