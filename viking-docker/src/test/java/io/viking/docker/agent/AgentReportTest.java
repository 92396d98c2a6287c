package io.viking.docker.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.viking.docker.registrar.FakeContainer;
import io.viking.docker.registrar.FakeEngine;
import io.viking.docker.testing.Await;
import io.viking.model.Host;
import io.viking.ports.ClusterStore;
import io.viking.ports.HostReport;
import io.viking.ports.PortRange;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an agent reports of its host, told by a fake engine. */
@Timeout(60)
class AgentReportTest {
  private final ClusterStore store = ClusterStore.inMemory(PortRange.DEFAULT);
  private FakeEngine engine;

  @BeforeEach
  void startEngine() throws IOException {
    engine = new FakeEngine();
  }

  @AfterEach
  void stop() {
    store.close();
    engine.close();
  }

  @Test
  void aHostWhoseContainersCarryNothingSaysSo() {
    try (Agent agent = start()) {
      awaitReport(agent, HostReport.of("node-1", List.of(), List.of()));
    }
  }

  @Test
  void containersThatWereOnlyCreatedCarryTheirNumbersToo() throws IOException {
    int one = AnsweringService.freePort();
    int other = AnsweringService.freePort();
    engine.put(link("web", one)).put(link("waiting", other).state("created"));

    try (Agent agent = start()) {
      awaitReport(agent, HostReport.of("node-1", List.of(one, other), List.of()));

      engine.remove("waiting");
      engine.emit("waiting", "destroy");
      awaitReport(agent, HostReport.of("node-1", List.of(one), List.of()));
    }
    assertThat(store.hosts().reports())
        .as("the report outlives its agent, as the containers do")
        .containsExactly(HostReport.of("node-1", List.of(one), List.of()));
  }

  @Test
  void aPortThatIsTakenIsAClashUntilItIsFree() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      engine.put(link("web", port));
      try (Agent agent = start()) {
        Await.until(
            Duration.ofSeconds(30), () -> "a clash in " + reports(), () -> !clashes().isEmpty());

        assertThat(clashes())
            .containsExactly(
                port
                    + ": Address already in use: "
                    + port
                    + "/tcp on 127.0.0.1, wanted for mystack_mongo_27017");
        taken.close();
        awaitReport(agent, HostReport.of("node-1", List.of(port), List.of()));
      }
    }
  }

  @Test
  void aReportOfAnEarlierAgentStaysWhileTheEngineIsAway() throws Exception {
    HostReport earlier = HostReport.of("node-1", List.of(10001), List.of());
    store.hosts().report(earlier);
    engine.down();

    try (Agent agent = start()) {
      Await.until(
          Duration.ofSeconds(30),
          () -> "a failure to reach the engine in " + agent.status(),
          () -> agent.status().problems().toString().contains(engine.address()));
      List<HostReport> meanwhile = store.hosts().reports();
      engine.up();
      agent.ready().toCompletableFuture().get(30, TimeUnit.SECONDS);

      assertThat(meanwhile).containsExactly(earlier);
      awaitReport(agent, HostReport.of("node-1", List.of(), List.of()));
    }
  }

  private Agent start() {
    return Agent.start(
        AgentOptions.builder()
            .host(Host.of("node-1", "10.0.0.1", engine.address()))
            .store(store)
            .build());
  }

  private FakeContainer link(String id, int port) {
    return FakeContainer.running(id)
        .address("172.17.0.9")
        .env("BACKEND_" + port, store.network() + "/mystack_mongo_27017");
  }

  private void awaitReport(Agent agent, HostReport expected) {
    Await.until(
        Duration.ofSeconds(30),
        () -> expected + " but had " + reports() + "\n" + agent.status(),
        () -> reports().equals(List.of(expected)));
  }

  private List<HostReport> reports() {
    return store.hosts().reports();
  }

  private List<String> clashes() {
    return reports().stream()
        .flatMap(report -> report.clashes().stream())
        .map(Object::toString)
        .toList();
  }
}
