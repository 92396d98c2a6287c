package io.viking.docker.agent;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an agent tells of instances that are about to be removed, by a fake engine. */
@Timeout(60)
class AgentDrainTest {
  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final InstanceId MONGO =
      new InstanceId(ServiceName.of("mystack", "mongo"), Pid.of("d2d2d2"));
  private static final String SERVICE = "mystack_mongo_27017";
  private static final String ID = "mystack_mongo_27017_d2d2d2";

  private final ClusterStore store = ClusterStore.inMemory(PortRange.DEFAULT);
  private FakeEngine engine;
  private ServerSocket server;

  @BeforeEach
  void startEngine() throws IOException {
    engine = new FakeEngine();
    server = new ServerSocket(0, 10, LOOPBACK);
  }

  @AfterEach
  void stop() throws IOException {
    store.close();
    engine.close();
    server.close();
  }

  @Test
  void tellsHowManyConnectionsAreOpenOnceTheEndpointIsGone() throws Exception {
    int port = freePort();
    engine.put(
        FakeContainer.running("web")
            .address("172.17.0.9")
            .env("BACKEND_" + port, store.network() + "/" + SERVICE));
    registerMongo();
    try (Agent agent = start();
        StackLock lock = lock()) {
      Await.until(
          DEADLINE,
          () -> "a link to " + port + " in " + agent.status(),
          () -> agent.ready().toCompletableFuture().isDone() && isLinked(agent));
      try (Socket client = new Socket(LOOPBACK, port);
          Socket accepted = server.accept()) {
        lock.announceRemoval(List.of(MONGO));
        Map<String, Map<InstanceId, Integer>> early = store.departures().reports();
        store.endpoints().deregister(SERVICE, ID);
        awaitReport(1);
        String shown = "\"departing\":{\"mystack_mongo_d2d2d2\":1}";
        Await.until(
            DEADLINE,
            () -> shown + " in " + agent.status(),
            () -> Json.write(StatusDocument.of(agent.status())).contains(shown));

        client.getOutputStream().write('x');
        assertThat(accepted.getInputStream().read()).isEqualTo('x');
        assertThat(early).as("new connections may still begin").isEmpty();
      }
      awaitReport(0);
    }
  }

  @Test
  void tellsNothingAnyMoreOnceTheMarkIsGone() throws Exception {
    try (Agent agent = start()) {
      agent.ready().toCompletableFuture().join();
      try (StackLock lock = lock()) {
        lock.announceRemoval(List.of(MONGO));
        awaitReport(0);
        lock.confirmRemoval(List.of(MONGO));
      }

      Await.until(
          DEADLINE,
          () -> "no report in " + store.departures().reports(),
          () -> store.departures().reports().isEmpty());
    }
  }

  @Test
  void anInstanceThatGetsItsEndpointBackIsNotListedAnyMore() throws Exception {
    registerMongo();
    try (Agent agent = start();
        StackLock lock = lock()) {
      lock.announceRemoval(List.of(MONGO));
      store.endpoints().deregister(SERVICE, ID);
      awaitReport(0);

      registerMongo();

      Await.until(
          DEADLINE,
          () -> "no report in " + store.departures().reports() + agent.status(),
          () -> store.departures().reports().isEmpty());
    }
  }

  @Test
  void registersNothingThatWasMarkedBeforeItCame() throws Exception {
    engine.put(FakeContainer.mongo("d2d2d2", 49153));
    try (StackLock lock = lock()) {
      lock.announceRemoval(List.of(MONGO));
    }
    try (Agent agent = start()) {
      agent.ready().toCompletableFuture().join();
      awaitReport(0);
      assertThat(agent.status().registrations()).isEmpty();

      try (StackLock lock = lock()) {
        lock.confirmRemoval(List.of(MONGO));
      }

      Await.until(
          DEADLINE,
          () -> "a registration in " + agent.status(),
          () -> store.endpoints().snapshot().contains(SERVICE, ID));
    }
  }

  private void registerMongo() {
    store
        .endpoints()
        .register(
            new Endpoint(
                SERVICE, ID, new HostAndPort(LOOPBACK.getHostAddress(), server.getLocalPort())));
  }

  private StackLock lock() {
    return store.locks().acquire(List.of(StackName.of("mystack")), Duration.ZERO, holder -> {});
  }

  private Agent start() {
    return Agent.start(
        AgentOptions.builder()
            .host(Host.of("node-1", "10.0.0.1", engine.address()))
            .store(store)
            .links(Links.OPEN)
            .defaultHealth(Health.none())
            .build());
  }

  private void awaitReport(int connections) {
    Await.until(
        DEADLINE,
        () -> connections + " but had " + store.departures().reports(),
        () -> store.departures().reports().equals(Map.of("node-1", Map.of(MONGO, connections))));
  }

  private static boolean isLinked(Agent agent) {
    LinkTimes link = agent.status().links().get(SERVICE);
    return link != null && link.endpoints() == 1;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, LOOPBACK)) {
      return socket.getLocalPort();
    }
  }
}
