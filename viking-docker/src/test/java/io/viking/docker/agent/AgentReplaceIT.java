package io.viking.docker.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.viking.docker.ambassador.EchoClient;
import io.viking.docker.ambassador.EchoLoad;
import io.viking.docker.registrar.FakeContainer;
import io.viking.docker.registrar.FakeEngine;
import io.viking.docker.testing.Await;
import io.viking.ports.ClusterStore;
import io.viking.ports.Endpoint;
import io.viking.ports.EtcdOptions;
import io.viking.ports.HostAndPort;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Processes of an agent that take over from each other while connections come and go. */
@Timeout(300)
class AgentReplaceIT {
  private static final Logger LOG = LoggerFactory.getLogger(AgentReplaceIT.class);
  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final String SERVICE = "mystack_mongo_27017";
  private static final int REPLACEMENTS = 5;

  @TempDir private Path home;
  private final List<Process> agents = new ArrayList<>();
  private final int port = AnsweringService.freePort();
  private final int status = AnsweringService.freePort();
  private FakeEngine engine;
  private HostsEtcd etcd;
  private ClusterStore store;
  private ServerSocket server;

  @BeforeEach
  void start() throws IOException {
    etcd = HostsEtcd.start(List.of());
    store =
        ClusterStore.etcd(
            EtcdOptions.builder()
                .addEndpoints(etcd.at("127.0.0.1"))
                .deadline(Duration.ofSeconds(30))
                .build());
    server = new ServerSocket(0, 500, InetAddress.getLoopbackAddress());
    daemon(this::acceptAll);
    store
        .endpoints()
        .register(
            new Endpoint(SERVICE, "one", new HostAndPort("127.0.0.1", server.getLocalPort())));
    engine = new FakeEngine();
    engine.put(
        FakeContainer.running("web")
            .address("127.0.0.1")
            .env("BACKEND_" + port, "etcd://127.0.0.1/viking/network/" + SERVICE));
  }

  @AfterEach
  void stop() throws IOException {
    agents.forEach(agent -> agent.destroyForcibly().onExit().join());
    for (AutoCloseable each : new AutoCloseable[] {store, etcd, engine}) {
      close(each);
    }
    server.close();
  }

  private static void close(AutoCloseable resource) {
    try {
      resource.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void noConnectionFailsWhileAgentsTakeOver() throws Exception {
    Process running = startAgent(0);
    try (EchoLoad load = EchoLoad.start(port, 4)) {
      for (int i = 1; i <= REPLACEMENTS; i++) {
        load.awaitMore(500);
        try (EchoClient longLived = new EchoClient(port)) {
          longLived.exchange("before");
          Process next = replaceWhileTheEngineIsSlow(load, i);
          load.awaitMore(500);

          longLived.exchange("after");

          assertThat(running.isAlive()).as("lets its connection end").isTrue();
          longLived.exchangeAndClose();
          assertThat(exitCode(running)).as(log()).isEqualTo(0);
          assertThat(status()).contains("\"ready\":true");
          running = next;
        }
      }
      assertThat(load.failures()).as("of %s connections", load.connections()).isEmpty();
      LOG.info(
          "{} connections during {} replacements, {} failed",
          load.connections(),
          REPLACEMENTS,
          load.failures().size());
    }
    assertThat(store.hosts().hosts()).hasSize(1);
  }

  private Process replaceWhileTheEngineIsSlow(EchoLoad load, int number) throws Exception {
    engine.holdLists();
    Process next = launch(number);
    Await.until(DEADLINE, () -> "a list waited for\n" + log(), () -> engine.heldLists() > 0);
    load.awaitMore(200);
    engine.listAgain();
    awaitReady(number);
    return next;
  }

  private Process startAgent(int number) throws IOException {
    Process agent = launch(number);
    awaitReady(number);
    return agent;
  }

  private Process launch(int number) throws IOException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx64m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            AgentMain.class.getName(),
            "--replace",
            "--name=node-1",
            "--ip=10.0.0.1",
            "--home=" + home,
            "--etcd=" + etcd.at("127.0.0.1"),
            "--docker=" + engine.address(),
            "--status=127.0.0.1:" + status);
    Path log = home.resolve("log." + number);
    Process agent =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    agents.add(agent);
    return agent;
  }

  private void awaitReady(int number) {
    Path log = home.resolve("log." + number);
    Await.until(
        DEADLINE,
        () -> "a ready agent\n" + log(),
        () -> read(log).contains("is ready") && listens());
  }

  private boolean listens() {
    try (EchoClient client = new EchoClient(port)) {
      client.exchangeAndClose();
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private int exitCode(Process agent) throws InterruptedException {
    if (!agent.waitFor(30, TimeUnit.SECONDS)) {
      fail("the agent that was replaced does not end\n%s", log());
    }
    return agent.exitValue();
  }

  private String status() throws IOException {
    URI address = URI.create("http://127.0.0.1:" + status + "/status");
    try (InputStream body = address.toURL().openStream()) {
      return new String(body.readAllBytes(), StandardCharsets.UTF_8).replace(": ", ":");
    }
  }

  private String log() {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i <= REPLACEMENTS; i++) {
      all.append(read(home.resolve("log." + i))).append("----\n");
    }
    return all.toString();
  }

  private static String read(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task, "test-echo");
    thread.setDaemon(true);
    thread.start();
  }

  private void acceptAll() {
    while (true) {
      try {
        Socket client = server.accept();
        daemon(() -> echo(client));
      } catch (IOException e) {
        return;
      }
    }
  }

  private static void echo(Socket client) {
    try (client) {
      client.getInputStream().transferTo(client.getOutputStream());
    } catch (IOException e) {
      // The client has seen it.
    }
  }
}
