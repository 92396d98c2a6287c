package io.viking.docker.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.viking.docker.registrar.FakeContainer;
import io.viking.docker.registrar.FakeEngine;
import io.viking.docker.registrar.RegistrarOptions;
import io.viking.docker.testing.Await;
import io.viking.model.Host;
import io.viking.ports.ClusterStore;
import io.viking.ports.PortRange;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An agent that replaces another one: whom it lets in, by what it has seen of the host itself. */
@Timeout(120)
class AgentTakeOverTest {
  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final String FRIEND = "127.0.0.2";
  private static final String OTHER = "127.0.0.3";

  private final ClusterStore store = ClusterStore.inMemory(PortRange.DEFAULT);
  @TempDir private Path home;
  private FakeEngine engine;
  private AnsweringService service;
  private Agent first;

  @BeforeEach
  void startAnAgent() throws Exception {
    engine = new FakeEngine();
    service = new AnsweringService();
    store.endpoints().register(service.endpoint());
    engine.put(service.linked("web", FRIEND));
    first = start(false);
    first.ready().toCompletableFuture().get(60, TimeUnit.SECONDS);
    Await.until(DEADLINE, () -> "an answer", () -> service.ask(FRIEND).equals("answer"));
  }

  @AfterEach
  void stop() throws IOException {
    first.close();
    store.close();
    engine.close();
    service.close();
  }

  @Test
  void anAddressThatWasGivenToAnotherContainerHasNoOldRight() throws Exception {
    engine.put(FakeContainer.running("web").address(FRIEND)).put(service.linked("moved", OTHER));
    engine.holdLists();

    CompletableFuture<Agent> second = CompletableFuture.supplyAsync(() -> start(true));
    Await.until(DEADLINE, () -> "a list that is waited for", () -> engine.heldLists() > 0);
    assertThat(second).as("lets nobody in before it has seen the host").isNotDone();
    assertThat(first.replaced().toCompletableFuture()).isNotDone();
    engine.listAgain();

    try (Agent agent = second.get(60, TimeUnit.SECONDS)) {
      assertThat(service.ask(FRIEND)).isEqualTo("refused");
      assertThat(service.ask(OTHER)).isEqualTo("answer");
      assertThat(first.replaced().toCompletableFuture()).succeedsWithin(DEADLINE);
      agent.ready().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }
  }

  @Test
  void whileTheEngineIsAwayThePermissionsKnownLastCount() throws Exception {
    engine.down();

    try (Agent agent = start(true)) {
      assertThat(service.ask(FRIEND)).isEqualTo("answer");
      assertThat(service.ask(OTHER)).isEqualTo("refused");
      assertThat(first.replaced().toCompletableFuture()).succeedsWithin(DEADLINE);

      engine.put(FakeContainer.running("web").address(FRIEND)).put(service.linked("moved", OTHER));
      engine.up();
      agent.ready().toCompletableFuture().get(60, TimeUnit.SECONDS);

      assertThat(service.ask(FRIEND)).isEqualTo("refused");
      assertThat(service.ask(OTHER)).isEqualTo("answer");
    }
  }

  @Test
  void anAgentThatIsToldToStopBeforeItHasTakenOverLeavesAllToTheOneThatRuns() throws Exception {
    CompletableFuture<Void> stop = new CompletableFuture<>();
    engine.holdLists();
    CompletableFuture<Agent> second = CompletableFuture.supplyAsync(() -> start(true, stop));
    Await.until(DEADLINE, () -> "a list that is waited for", () -> engine.heldLists() > 0);

    stop.complete(null);

    assertThat(second)
        .failsWithin(DEADLINE)
        .withThrowableThat()
        .withCauseInstanceOf(NotTakenOverException.class)
        .withMessageContaining("goes on");
    engine.listAgain();
    assertThat(service.ask(FRIEND)).isEqualTo("answer");
    assertThat(first.replaced().toCompletableFuture()).isNotDone();
  }

  @Test
  void anAgentOfAnotherHostIsNotReplacedThoughTheyShareAFolder() throws Exception {
    Host other = Host.of("node-2", "10.0.0.2", engine.address());
    AgentOptions options =
        options(other, true).addListenAddresses(InetAddress.getByName("127.0.0.9")).build();

    try (Agent agent = Agent.start(options)) {
      agent.ready().toCompletableFuture().get(60, TimeUnit.SECONDS);

      assertThat(first.replaced().toCompletableFuture()).isNotDone();
      assertThat(agent.replaced().toCompletableFuture()).isNotDone();
      assertThat(service.ask(FRIEND)).isEqualTo("answer");
    }
  }

  private Agent start(boolean replace) {
    return start(replace, new CompletableFuture<>());
  }

  private Agent start(boolean replace, CompletableFuture<Void> stop) {
    Host host = Host.of("node-1", "10.0.0.1", engine.address());
    return Agent.start(options(host, replace).build(), stop);
  }

  private AgentOptions.Builder options(Host host, boolean replace) {
    return AgentOptions.builder()
        .host(host)
        .store(store)
        .stateFolder(home)
        .replace(replace)
        .drainTime(Duration.ZERO)
        .registrar(RegistrarOptions.builder().resync(Duration.ofMinutes(10)).build());
  }
}
