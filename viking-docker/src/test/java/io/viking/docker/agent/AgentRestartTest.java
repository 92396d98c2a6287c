package io.viking.docker.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.viking.docker.registrar.FakeContainer;
import io.viking.docker.registrar.FakeEngine;
import io.viking.docker.testing.Await;
import io.viking.model.Host;
import io.viking.ports.ClusterStore;
import io.viking.ports.EtcdOptions;
import io.viking.ports.PortRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An agent that is started again: what its containers' connections see meanwhile. */
@Timeout(120)
class AgentRestartTest {
  private static final String FRIEND = "127.0.0.2";
  private static final String OTHER = "127.0.0.3";

  private final ClusterStore store = ClusterStore.inMemory(PortRange.DEFAULT);
  @TempDir private Path home;
  private FakeEngine engine;
  private AnsweringService service;

  @BeforeEach
  void startAnAgentAndEndIt() throws Exception {
    engine = new FakeEngine();
    service = new AnsweringService();
    store.endpoints().register(service.endpoint());
    engine.put(service.linked("web", FRIEND));
    try (Agent first = start(store)) {
      first.ready().toCompletableFuture().get(60, TimeUnit.SECONDS);
      Await.until(
          Duration.ofSeconds(30), () -> "an answer", () -> service.ask(FRIEND).equals("answer"));
    }
  }

  @AfterEach
  void stop() throws IOException {
    store.close();
    engine.close();
    service.close();
  }

  @Test
  void linksWorkAtOnceThoughEngineAndStoreAreAway() {
    engine.down();

    try (ClusterStore away = etcdThatIsAway();
        Agent agent = start(away)) {
      String friends = service.ask(FRIEND);
      String strangers = service.ask(OTHER);

      assertThat(friends).isEqualTo("answer");
      assertThat(strangers).isEqualTo("refused");
      assertThat(agent.ready().toCompletableFuture()).isNotDone();
    }
  }

  @Test
  void linksWorkOnWhileTheStoreIsAway() throws Exception {
    try (ClusterStore away = etcdThatIsAway();
        Agent agent = start(away)) {
      agent.ready().toCompletableFuture().get(60, TimeUnit.SECONDS);

      assertThat(service.ask(FRIEND)).isEqualTo("answer");
    }
  }

  @Test
  void anAddressThatWasGivenToAnotherContainerHasNoOldRight() {
    engine.put(FakeContainer.running("web").address(FRIEND)).put(service.linked("moved", OTHER));

    try (Agent agent = start(store)) {
      String before = service.ask(FRIEND);
      String owner = service.ask(OTHER);

      assertThat(before).isEqualTo("refused");
      assertThat(owner).isEqualTo("answer");
      assertThat(agent.status().ambassadors()).hasSize(1);
    }
  }

  @Test
  void aPortThatNoContainerLinksToAnyMoreIsClosed() {
    engine.remove("web");

    try (Agent agent = start(store)) {
      Await.until(
          Duration.ofSeconds(30),
          () -> "nobody listening in " + agent.status(),
          () -> service.ask(FRIEND).equals("nobody listens"));
    }
  }

  @Test
  void aTableThatCannotBeReadOnlyDelays() throws Exception {
    Path folder = AgentOptions.hostFolder(home, "node-1");
    Files.createDirectories(folder);
    Files.writeString(folder.resolve(LinkTableFile.NAME), "half a");

    try (Agent agent = start(store)) {
      agent.ready().toCompletableFuture().get(60, TimeUnit.SECONDS);

      assertThat(service.ask(FRIEND)).isEqualTo("answer");
      assertThat(agent.status().links())
          .hasEntrySatisfying(
              "mystack_mongo_27017", times -> assertThat(times.endpoints()).isEqualTo(1));
    }
    assertThat(folder.resolve(LinkTableFile.BROKEN)).hasContent("half a");
    assertThat(new LinkTableFile(folder).read().orElseThrow().listeners())
        .containsEntry(service.port(), "mystack_mongo_27017");
  }

  private Agent start(ClusterStore in) {
    return Agent.start(
        AgentOptions.builder()
            .host(Host.of("node-1", "10.0.0.1", engine.address()))
            .store(in)
            .stateFolder(home)
            .drainTime(Duration.ZERO)
            .build());
  }

  private static ClusterStore etcdThatIsAway() {
    return ClusterStore.etcd(
        EtcdOptions.builder()
            .addEndpoints("http://127.0.0.1:" + AnsweringService.freePort())
            .deadline(Duration.ofMillis(500))
            .build());
  }
}
