package io.viking.docker.agent;

import io.viking.docker.ambassador.EchoClient;
import io.viking.docker.ambassador.Links;
import io.viking.docker.registrar.FakeContainer;
import io.viking.docker.registrar.FakeEngine;
import io.viking.docker.testing.Await;
import io.viking.model.Health;
import io.viking.model.Host;
import io.viking.model.InstanceId;
import io.viking.model.Pid;
import io.viking.model.ServiceName;
import io.viking.model.StackName;
import io.viking.ports.ClusterStore;
import io.viking.ports.Endpoint;
import io.viking.ports.HostAndPort;
import io.viking.ports.PortRange;
import io.viking.ports.StackLock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an agent tells of the connections that the agent which it has replaced still relays. */
@Timeout(120)
class ReplacedAgentDrainTest {
  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final InstanceId MONGO =
      new InstanceId(ServiceName.of("mystack", "mongo"), Pid.of("d2d2d2"));
  private static final String SERVICE = "mystack_mongo_27017";
  private static final String ID = "mystack_mongo_27017_d2d2d2";

  private final ClusterStore store = ClusterStore.inMemory(PortRange.DEFAULT);
  @TempDir private Path home;
  private int port;
  private FakeEngine engine;
  private ServerSocket server;
  private Agent first;

  @BeforeEach
  void startAnAgent() throws Exception {
    try (ServerSocket free = new ServerSocket(0, 1, LOOPBACK)) {
      port = free.getLocalPort();
    }
    server = new ServerSocket(0, 10, LOOPBACK);
    engine = new FakeEngine();
    engine.put(
        FakeContainer.running("web")
            .address("172.17.0.9")
            .env("BACKEND_" + port, store.network() + "/" + SERVICE));
    store
        .endpoints()
        .register(
            new Endpoint(
                SERVICE, ID, new HostAndPort(LOOPBACK.getHostAddress(), server.getLocalPort())));
    first = start(false);
    awaitLink(first);
  }

  @AfterEach
  void stop() throws IOException {
    first.close();
    store.close();
    engine.close();
    server.close();
  }

  @Test
  void theyCountUntilTheyEnd() throws Exception {
    try (EchoClient client = new EchoClient(port);
        Socket accepted = server.accept();
        Agent second = replace();
        StackLock lock = lock()) {
      lock.announceRemoval(List.of(MONGO));
      store.endpoints().deregister(SERVICE, ID);
      awaitTold(second, 1);

      client.close();
      accepted.close();

      awaitTold(second, 0);
    }
  }

  @Test
  void theyCountWhereTheirEndpointWentBeforeTheNewAgentCame() throws Exception {
    try (EchoClient client = new EchoClient(port);
        Socket accepted = server.accept();
        StackLock lock = lock()) {
      lock.announceRemoval(List.of(MONGO));
      store.endpoints().deregister(SERVICE, ID);
      awaitTold(first, 1);

      try (Agent second = replace()) {
        awaitTold(second, 1);

        client.close();
        accepted.close();

        awaitTold(second, 0);
      }
    }
  }

  @Test
  void oneThatHasEndedHasNone() throws Exception {
    try (EchoClient client = new EchoClient(port);
        Socket accepted = server.accept();
        Agent second = replace();
        StackLock lock = lock()) {
      lock.announceRemoval(List.of(MONGO));
      store.endpoints().deregister(SERVICE, ID);
      awaitTold(second, 1);

      first.close();

      awaitTold(second, 0);
    }
  }

  /** An agent that the first one has made way for. */
  private Agent replace() throws Exception {
    Agent second = start(true);
    first.replaced().toCompletableFuture().join();
    second.ready().toCompletableFuture().join();
    return second;
  }

  private StackLock lock() {
    return store.locks().acquire(List.of(StackName.of("mystack")), Duration.ZERO, holder -> {});
  }

  private Agent start(boolean replace) {
    return Agent.start(
        AgentOptions.builder()
            .host(Host.of("node-1", "10.0.0.1", engine.address()))
            .store(store)
            .stateFolder(home)
            .replace(replace)
            .drainTime(Duration.ZERO)
            .links(Links.OPEN)
            .defaultHealth(Health.none())
            .build());
  }

  private void awaitTold(Agent agent, int connections) {
    String shown = "\"departing\":{\"mystack_mongo_d2d2d2\":" + connections + "}";
    Await.until(
        DEADLINE,
        () -> shown + " in " + agent.status(),
        () -> Json.write(StatusDocument.of(agent.status())).contains(shown));
    Await.until(
        DEADLINE,
        () -> connections + " but had " + store.departures().reports(),
        () -> store.departures().reports().equals(Map.of("node-1", Map.of(MONGO, connections))));
  }

  private static void awaitLink(Agent agent) {
    agent.ready().toCompletableFuture().join();
    Await.until(
        DEADLINE,
        () -> "a link in " + agent.status(),
        () -> {
          LinkTimes link = agent.status().links().get(SERVICE);
          return link != null && link.endpoints() == 1;
        });
  }
}
