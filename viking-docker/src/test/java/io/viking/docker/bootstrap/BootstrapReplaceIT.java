package io.viking.docker.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.viking.docker.agent.HostsEtcd;
import io.viking.docker.agent.SteadyLoad;
import io.viking.docker.agent.SteadyServer;
import io.viking.docker.bootstrap.BootstrapResult.Action;
import io.viking.docker.engine.ContainerFacts;
import io.viking.docker.engine.EngineClient;
import io.viking.docker.engine.EngineOptions;
import io.viking.docker.engine.NewContainer;
import io.viking.docker.testing.Await;
import io.viking.docker.testing.Command;
import io.viking.docker.testing.ContainerProcess;
import io.viking.docker.testing.JarredClassPath;
import io.viking.docker.testing.PrivateEngine;
import io.viking.docker.testing.WithPrivateEngine;
import io.viking.model.Host;
import io.viking.model.RestartPolicy;
import io.viking.ports.ClusterStore;
import io.viking.ports.EtcdOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Bootstrap run over a host whose agent works, while connections are made all the time. */
@WithPrivateEngine
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
class BootstrapReplaceIT {
  private static final Logger LOG = LoggerFactory.getLogger(BootstrapReplaceIT.class);
  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final String IMAGE = "test/plain";
  private static final String AGENT = "viking-agent";
  private static final String OTHER = "other-archive";
  private static final String GATEWAY = "172.17.0.1";
  private static final int PORT = 12200;
  private static final int PAUSE_MILLIS = 5;
  private static final int REPLACEMENTS = 3;

  private final PrivateEngine engine;
  private final EngineClient client;
  private HostsEtcd etcd;
  private ClusterStore store;
  private List<Path> classPath = List.of();
  private AgentImage image;
  private SteadyServer server;
  private String asking;

  BootstrapReplaceIT(PrivateEngine engine) {
    this.engine = engine;
    this.client = EngineClient.open(engine.address(), EngineOptions.defaults());
  }

  @BeforeAll
  void startServiceAndClient(@TempDir Path folder) throws IOException {
    etcd = HostsEtcd.start(List.of(engine.testAddress()));
    store = ClusterStore.etcd(EtcdOptions.of(etcd.at("127.0.0.1")));
    classPath = JarredClassPath.in(folder);
    image = AgentImage.of(BootstrapOptions.AGENT_MAIN, classPath);
    engine.image(IMAGE);
    String serving = docker("run", "-d", "-p", "80", "-e", "SERVICE_80_NAME=service_80", IMAGE);
    server = SteadyServer.start(ContainerProcess.of(serving), 80);
    String link = "BACKEND_" + PORT + "=etcd://etcd/viking/network/service_80";
    asking = docker("run", "-d", "-e", link, IMAGE);
  }

  @AfterEach
  void removeAgent() {
    client.remove(AGENT);
    Await.until(DEADLINE, () -> "the host is forgotten", () -> store.hosts().hosts().isEmpty());
  }

  @AfterAll
  void stop() throws Exception {
    for (AutoCloseable each : new AutoCloseable[] {server, store, image, client, etcd}) {
      if (each != null) {
        each.close();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"relay", "kernel"})
  void noConnectionFailsWhileAgentsAreReplaced(String path) throws Exception {
    bootstrap(image, "run-0", path);
    String before = agent().id();
    awaitAnswer();

    try (SteadyLoad load =
        SteadyLoad.start(ContainerProcess.of(asking), GATEWAY, PORT, PAUSE_MILLIS)) {
      for (int i = 1; i <= REPLACEMENTS; i++) {
        assertThat(bootstrap(image, "run-" + i, path)).isEqualTo(Action.REPLACED);
        assertThat(agent().id()).isNotEqualTo(before);
        before = agent().id();
        assertThat(agent().environment()).containsEntry("VIKING_TAGS", "run-" + i);
      }
      SteadyLoad.Outcome outcome = load.end();
      LOG.info("{}: {} made, failed {}", path, outcome.made(), outcome.failures());
      assertThat(outcome.failures()).as("of %s\n%s", outcome.made(), log()).isEmpty();
      assertThat(outcome.made()).isGreaterThan(200);
    }

    assertThat(bootstrap(image, "run-" + REPLACEMENTS, path)).isEqualTo(Action.UNCHANGED);
    assertThat(agent().restart()).isEqualTo(RestartPolicy.DEFAULT);
    assertThat(agent().restartCount()).isZero();
    assertThat(client.summaries("viking.agent")).hasSize(1);
  }

  @Test
  void theAgentGoesOnIfTheNewOneCannotStart() throws Exception {
    bootstrap(image, "old", "auto");
    ContainerFacts old = agent();
    awaitAnswer();

    try (SteadyLoad load =
            SteadyLoad.start(ContainerProcess.of(asking), GATEWAY, PORT, PAUSE_MILLIS);
        AgentImage wrong = AgentImage.of("no.such.Agent", classPath)) {
      assertThatThrownBy(() -> bootstrap(image, "new", "sideways"))
          .isInstanceOf(BootstrapException.class)
          .hasMessageContainingAll("node-1", "VIKING_DATA_PATH is 'sideways'", "Fix: ");
      assertThatThrownBy(() -> bootstrap(wrong, "new", "auto"))
          .isInstanceOf(BootstrapException.class)
          .hasMessageContainingAll("node-1", "no.such.Agent", "Fix: ");
      SteadyLoad.Outcome outcome = load.end();
      LOG.info("not replaced: {} made, failed {}", outcome.made(), outcome.failures());
      assertThat(outcome.failures()).as("of %s\n%s", outcome.made(), log()).isEmpty();
    }

    assertThat(agent()).isEqualTo(old);
    assertThat(client.summaries("viking.agent")).hasSize(1);
    assertThat(bootstrap(image, "old", "auto")).isEqualTo(Action.UNCHANGED);
  }

  @Test
  void theAgentHasItsClassesFromTheImagesArchiveAndDoesWithoutWhereItCannotBeUsed(
      @TempDir Path folder) throws Exception {
    bootstrap(image, "archived", "auto");
    boolean used = usesArchive(AGENT);

    client.stop(AGENT, DEADLINE);
    Path other = Files.writeString(folder.resolve("agent.jsa"), "of another JVM");
    client.create(withArchive(other));
    client.start(OTHER);
    try {
      awaitAnswer();

      assertThat(used).isTrue();
      assertThat(usesArchive(OTHER)).isFalse();
      assertThat(client.container(OTHER).orElseThrow().restartCount()).isZero();
      assertThat(log(OTHER)).doesNotContainIgnoringCase("archive").doesNotContain(".jsa", "[cds");
    } finally {
      client.remove(OTHER);
      client.start(AGENT);
    }
  }

  /** The same agent, which nobody can put a file into, made with another archive. */
  private NewContainer withArchive(Path archive) {
    String state = engine.folder().resolve("state").toString();
    Path socket = Path.of(engine.address().substring("unix://".length()));
    return NewContainer.builder()
        .name(OTHER)
        .image(image.tag())
        .networkMode("host")
        .environment(agent().environment())
        .addBinds(state + ":" + state, archive + ":/viking/agent.jsa:ro")
        .addFlatBinds(socket.resolveSibling("").toString())
        .restart(RestartPolicy.DEFAULT)
        .build();
  }

  private boolean usesArchive(String container) throws IOException {
    String id = client.container(container).orElseThrow().id();
    Path maps = Path.of("/proc", Long.toString(ContainerProcess.of(id)), "maps");
    return Files.readString(maps).contains("/viking/agent.jsa");
  }

  private Action bootstrap(AgentImage image, String tag, String path) {
    Host host =
        Host.builder()
            .name("node-1")
            .address(engine.hostAddress())
            .engine(engine.address())
            .addTags(tag)
            .build();
    BootstrapOptions options =
        BootstrapOptions.builder()
            .addEtcd(etcd.at(engine.testAddress()))
            .stateFolder(engine.folder().resolve("state"))
            .readyTimeout(DEADLINE)
            .putEnvironment("VIKING_DATA_PATH", path)
            .build();
    return Bootstrap.create(image, options).run(List.of(host), store.hosts()).get(0).action();
  }

  private void awaitAnswer() {
    Await.until(
        DEADLINE, () -> "an answer, but had " + ask() + "\n" + log(), () -> ask().equals("served"));
  }

  private String ask() {
    try {
      return docker("exec", asking, "wget", "-q", "-O", "-", "http://" + GATEWAY + ":" + PORT);
    } catch (IllegalStateException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private ContainerFacts agent() {
    return client.container(AGENT).orElseThrow();
  }

  private String log() {
    return log(AGENT);
  }

  private String log(String container) {
    return String.join("\n", client.logTail(container, 50));
  }

  private String docker(String... arguments) {
    List<String> command = new ArrayList<>(List.of("docker", "-H", engine.address()));
    command.addAll(List.of(arguments));
    return Command.run(command).trim();
  }
}
