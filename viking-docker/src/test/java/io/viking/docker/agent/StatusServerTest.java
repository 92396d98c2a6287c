package io.viking.docker.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.viking.docker.registrar.FakeContainer;
import io.viking.docker.registrar.FakeEngine;
import io.viking.docker.testing.Await;
import io.viking.model.Host;
import io.viking.ports.ClusterStore;
import io.viking.ports.PortRange;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class StatusServerTest {
  private static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  private final HttpClient http = HttpClient.newHttpClient();
  private final ClusterStore store = ClusterStore.inMemory(PortRange.DEFAULT);
  private FakeEngine engine;
  private Agent agent;
  private StatusServer server;

  @BeforeEach
  void startWithoutEngine() throws IOException {
    engine = new FakeEngine();
    engine.down();
    agent = Agent.start(options().build());
    server = StatusServer.start(ANY_PORT, agent).orElseThrow();
  }

  @AfterEach
  void stop() {
    server.close();
    agent.close();
    store.close();
    engine.close();
  }

  @Test
  void theAgentIsUnhealthyUntilItIsReady() throws Exception {
    HttpResponse<String> before = request("GET", "/health");
    engine.up();
    awaitReady(agent);
    HttpResponse<String> after = request("GET", "/health");

    assertThat(before.statusCode()).isEqualTo(503);
    assertThat(json(before).get("ready").booleanValue()).isFalse();
    assertThat(json(before).get("problems")).isNotEmpty();
    assertThat(after.statusCode()).isEqualTo(200);
    assertThat(after.body()).isEqualTo("{\"ready\":true,\"problems\":[]}\n");
  }

  @Test
  void theStatusHasTheDocumentedFields() throws Exception {
    engine.up();
    awaitReady(agent);

    HttpResponse<String> status = request("GET", "/status");

    assertThat(status.statusCode()).isEqualTo(200);
    assertThat(status.headers().firstValue("Content-Type")).contains("application/json");
    JsonNode document = json(status);
    assertThat(document.fieldNames())
        .toIterable()
        .containsExactly(
            "host",
            "ready",
            "listeners",
            "dataPaths",
            "registrations",
            "waiting",
            "departing",
            "permissions",
            "counters",
            "problems");
    assertThat(document.get("host"))
        .hasToString(
            "{\"name\":\"node-1\",\"engine\":\""
                + engine.address()
                + "\",\"address\":\"10.0.0.1\",\"tags\":[\"big\",\"ssd\"]}");
    assertThat(document.get("permissions").isInt()).isTrue();
    assertThat(document.get("counters").get("accepted").isIntegralNumber()).isTrue();
  }

  @Test
  void metricsAreServedAsPrometheusReadsThem() throws Exception {
    engine.up();
    awaitReady(agent);

    HttpResponse<String> metrics = request("GET", "/metrics");

    assertThat(metrics.statusCode()).isEqualTo(200);
    assertThat(metrics.headers().firstValue("Content-Type"))
        .contains("text/plain; version=0.0.4; charset=utf-8");
    assertThat(metrics.body().lines())
        .contains(
            "viking_agent_ready 1.0",
            "viking_connections_accepted_total 0.0",
            "viking_connections_refused_total{reason=\"not-permitted\"} 0.0",
            "viking_listeners{state=\"open\"} 0.0",
            "viking_access_log_dropped_total 0.0",
            "viking_engine_event_time_seconds_count 0",
            "viking_registration_time_seconds_count 0",
            "viking_table_time_seconds_count 0")
        .anyMatch(line -> line.startsWith("viking_registrar_events_total{event=\"engineEvents\"}"))
        .anyMatch(line -> line.startsWith("viking_connections_limit "));
  }

  @Test
  void theStatusIsServedBeforeTheAgentIsReady() throws Exception {
    HttpResponse<String> status = request("GET", "/status");

    assertThat(status.statusCode()).isEqualTo(200);
    assertThat(json(status).get("ready").booleanValue()).isFalse();
    assertThat(json(status).get("problems")).isNotEmpty();
  }

  @Test
  void aPortThatIsTakenIsAListenerThatIsNotOpenAndAProblem() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      engine.put(
          FakeContainer.running("web")
              .address("172.17.0.9")
              .env("BACKEND_" + port, store.network() + "/mystack_mongo_27017"));

      engine.up();
      Await.until(
          Duration.ofSeconds(30),
          () -> "a problem in " + agent.status(),
          () -> agent.status().problems().toString().contains("port " + port));

      JsonNode document = json(request("GET", "/status"));
      assertThat(document.get("listeners").toString())
          .startsWith(
              "[{\"address\":\"127.0.0.1\",\"port\":"
                  + port
                  + ",\"protocol\":\"tcp\",\"service\":\"mystack_mongo_27017\",\"open\":false,"
                  + "\"endpoints\":0,\"told\":\"20");
      assertThat(document.get("permissions").intValue()).isEqualTo(1);
      assertThat(document.get("problems").toString()).contains("port " + port);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "DELETE", "HEAD"})
  void onlyGetIsSupported(String method) throws Exception {
    HttpResponse<String> response = request(method, "/status");

    assertThat(response.statusCode()).isEqualTo(405);
    assertThat(response.headers().firstValue("Allow")).contains("GET");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/metric", "/statusses", "/status/x"})
  void anotherPathIsNotFound(String path) throws Exception {
    assertThat(request("GET", path).statusCode()).isEqualTo(404);
  }

  @Test
  void anAgentWhoseStatusAddressIsTakenGoesOnWithoutAStatus() throws Exception {
    engine.up();
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ClusterStore other = ClusterStore.inMemory(PortRange.DEFAULT)) {
      InetSocketAddress address = (InetSocketAddress) taken.getLocalSocketAddress();

      Optional<StatusServer> refused = StatusServer.start(address, agent);
      try (Agent second = Agent.start(options().store(other).status(address).build())) {
        awaitReady(second);

        assertThat(refused).isEmpty();
        assertThat(second.status().ready()).isTrue();
      }
    }
  }

  private AgentOptions.Builder options() {
    return AgentOptions.builder()
        .host(
            Host.builder()
                .name("node-1")
                .engine(engine.address())
                .address("10.0.0.1")
                .addTags("ssd", "big")
                .build())
        .store(store);
  }

  private static void awaitReady(Agent agent) throws Exception {
    agent.ready().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  private HttpResponse<String> request(String method, String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + server.address().getPort() + path);
    return http.send(
        HttpRequest.newBuilder(uri).method(method, BodyPublishers.noBody()).build(),
        BodyHandlers.ofString());
  }

  private static JsonNode json(HttpResponse<String> response) throws IOException {
    return new ObjectMapper().readTree(response.body());
  }
}
