package io.viking.docker.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.viking.docker.registrar.FakeContainer;
import io.viking.docker.registrar.FakeEngine;
import io.viking.docker.registrar.IpLiteral;
import io.viking.docker.testing.Await;
import io.viking.model.Host;
import io.viking.ports.ClusterStore;
import io.viking.ports.Endpoint;
import io.viking.ports.EtcdOptions;
import io.viking.ports.HostAndPort;
import io.viking.ports.PortRange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
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
  private final int port = freePort();
  @TempDir private Path home;
  private FakeEngine engine;
  private ServerSocket server;

  @BeforeEach
  void startAnAgentAndEndIt() throws Exception {
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
    try (Agent first = start(store)) {
      first.ready().toCompletableFuture().get(60, TimeUnit.SECONDS);
      Await.until(Duration.ofSeconds(30), () -> "an answer", () -> ask(FRIEND).equals("answer"));
    }
  }

  @AfterEach
  void stop() throws IOException {
    store.close();
    engine.close();
    server.close();
  }

  @Test
  void linksWorkAtOnceThoughEngineAndStoreAreAway() {
    engine.down();

    try (ClusterStore away = etcdThatIsAway();
        Agent agent = start(away)) {
      String friends = ask(FRIEND);
      String strangers = ask(OTHER);

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

      assertThat(ask(FRIEND)).isEqualTo("answer");
    }
  }

  @Test
  void anAddressThatWasGivenToAnotherContainerHasNoOldRight() {
    engine.put(FakeContainer.running("web").address(FRIEND)).put(linked("moved", OTHER));

    try (Agent agent = start(store)) {
      String before = ask(FRIEND);
      String owner = ask(OTHER);

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
          () -> ask(FRIEND).equals("nobody listens"));
    }
  }

  @Test
  void aTableThatCannotBeReadOnlyDelays() throws Exception {
    Files.writeString(home.resolve(LinkTableFile.NAME), "half a");

    try (Agent agent = start(store)) {
      agent.ready().toCompletableFuture().get(60, TimeUnit.SECONDS);

      assertThat(ask(FRIEND)).isEqualTo("answer");
      assertThat(agent.status().links())
          .hasEntrySatisfying(
              "mystack_mongo_27017", times -> assertThat(times.endpoints()).isEqualTo(1));
    }
    assertThat(home.resolve(LinkTableFile.BROKEN)).hasContent("half a");
    assertThat(new LinkTableFile(home).read().orElseThrow().listeners())
        .containsEntry(port, "mystack_mongo_27017");
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
            .addEndpoints("http://127.0.0.1:" + freePort())
            .deadline(Duration.ofMillis(500))
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
