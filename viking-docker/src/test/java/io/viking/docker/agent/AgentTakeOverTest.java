package io.viking.docker.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.viking.docker.registrar.FakeContainer;
import io.viking.docker.registrar.FakeEngine;
import io.viking.docker.registrar.IpLiteral;
import io.viking.docker.registrar.RegistrarOptions;
import io.viking.docker.testing.Await;
import io.viking.model.Host;
import io.viking.ports.ClusterStore;
import io.viking.ports.Endpoint;
import io.viking.ports.HostAndPort;
import io.viking.ports.PortRange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
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
  private final int port = freePort();
  @TempDir private Path home;
  private FakeEngine engine;
  private ServerSocket server;
  private Agent first;

  @BeforeEach
  void startAnAgent() throws Exception {
    engine = new FakeEngine();
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread answering = new Thread(this::answer, "test-server");
    answering.setDaemon(true);
    answering.start();
    store
        .endpoints()
        .register(
            new Endpoint(
                "mystack_mongo_27017", "one", new HostAndPort("127.0.0.1", server.getLocalPort())));
    engine.put(linked("web", FRIEND));
    first = start(false);
    first.ready().toCompletableFuture().get(60, TimeUnit.SECONDS);
    Await.until(DEADLINE, () -> "an answer", () -> ask(FRIEND).equals("answer"));
  }

  @AfterEach
  void stop() throws IOException {
    first.close();
    store.close();
    engine.close();
    server.close();
  }

  @Test
  void anAddressThatWasGivenToAnotherContainerHasNoOldRight() throws Exception {
    engine.put(FakeContainer.running("web").address(FRIEND)).put(linked("moved", OTHER));
    engine.holdLists();

    CompletableFuture<Agent> second = CompletableFuture.supplyAsync(() -> start(true));
    Await.until(DEADLINE, () -> "a list that is waited for", () -> engine.heldLists() > 0);
    assertThat(second).as("lets nobody in before it has seen the host").isNotDone();
    assertThat(first.replaced().toCompletableFuture()).isNotDone();
    engine.listAgain();

    try (Agent agent = second.get(60, TimeUnit.SECONDS)) {
      assertThat(ask(FRIEND)).isEqualTo("refused");
      assertThat(ask(OTHER)).isEqualTo("answer");
      assertThat(first.replaced().toCompletableFuture()).succeedsWithin(DEADLINE);
      agent.ready().toCompletableFuture().get(60, TimeUnit.SECONDS);
    }
  }

  @Test
  void whileTheEngineIsAwayThePermissionsKnownLastCount() throws Exception {
    engine.down();

    try (Agent agent = start(true)) {
      assertThat(ask(FRIEND)).isEqualTo("answer");
      assertThat(ask(OTHER)).isEqualTo("refused");
      assertThat(first.replaced().toCompletableFuture()).succeedsWithin(DEADLINE);

      engine.put(FakeContainer.running("web").address(FRIEND)).put(linked("moved", OTHER));
      engine.up();
      agent.ready().toCompletableFuture().get(60, TimeUnit.SECONDS);

      assertThat(ask(FRIEND)).isEqualTo("refused");
      assertThat(ask(OTHER)).isEqualTo("answer");
    }
  }

  private Agent start(boolean replace) {
    return Agent.start(
        AgentOptions.builder()
            .host(Host.of("node-1", "10.0.0.1", engine.address()))
            .store(store)
            .stateFolder(home)
            .replace(replace)
            .drainTime(Duration.ZERO)
            .registrar(RegistrarOptions.builder().resync(Duration.ofMinutes(10)).build())
            .build());
  }

  private FakeContainer linked(String id, String address) {
    return FakeContainer.running(id)
        .address(address)
        .env("BACKEND_" + port, "etcd://127.0.0.1/viking/network/mystack_mongo_27017");
  }

  /** What a connection from that address gets. */
  private String ask(String source) {
    try (Socket socket = new Socket()) {
      socket.bind(new InetSocketAddress(IpLiteral.parse(source).orElseThrow(), 0));
      socket.setSoTimeout(30_000);
      try {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 30_000);
      } catch (IOException e) {
        return "nobody listens";
      }
      try {
        byte[] answer = socket.getInputStream().readAllBytes();
        return new String(answer, StandardCharsets.UTF_8);
      } catch (IOException e) {
        return "refused";
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void answer() {
    while (true) {
      try (Socket client = server.accept()) {
        client.getOutputStream().write("answer".getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        return;
      }
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
