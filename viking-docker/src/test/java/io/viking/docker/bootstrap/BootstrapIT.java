package io.viking.docker.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.PortBinding;
import io.viking.docker.bootstrap.BootstrapResult.Action;
import io.viking.docker.engine.ContainerFacts;
import io.viking.docker.engine.EngineClient;
import io.viking.docker.engine.EngineOptions;
import io.viking.docker.engine.NewContainer;
import io.viking.docker.testing.Await;
import io.viking.docker.testing.PrivateEngine;
import io.viking.docker.testing.WithPrivateEngine;
import io.viking.model.Host;
import io.viking.model.RestartPolicy;
import io.viking.ports.ClusterStore;
import io.viking.ports.EtcdOptions;
import io.viking.ports.HostDirectory;
import io.viking.ports.HostReport;
import io.viking.ports.PortRange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@WithPrivateEngine
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BootstrapIT {
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  private final PrivateEngine engine;
  private final Host host;
  private final BootstrapOptions options;

  BootstrapIT(PrivateEngine engine) {
    this.engine = engine;
    this.host =
        Host.builder()
            .name("node-1")
            .address(engine.hostAddress())
            .engine(engine.address())
            .addTags("ssd")
            .build();
    this.options =
        BootstrapOptions.builder()
            .addEtcd("192.0.2.1:2379")
            .stateFolder(engine.folder().resolve("state"))
            .build();
  }

  @BeforeAll
  void makeStateFolder() throws IOException {
    Files.createDirectory(options.stateFolder());
  }

  @Test
  void anAgentRunsFromThisProgramsClassPathAndIsLeftAloneWhileItIsUpToDate() throws IOException {
    removeAgent();
    Files.deleteIfExists(options.stateFolder().resolve("agent.txt"));
    try (AgentImage image = image(SilentAgent.class)) {
      Bootstrap bootstrap = Bootstrap.create(image, options);

      Action first = bootstrap.run(List.of(host), once()).get(0).action();
      String id = agent().id();
      Action second = bootstrap.run(List.of(host), once()).get(0).action();

      assertThat(first).isEqualTo(Action.STARTED);
      assertThat(second).isEqualTo(Action.UNCHANGED);
      assertThat(agent().id()).isEqualTo(id);
      assertThat(agent().networkMode()).isEqualTo("host");
      assertThat(agent().environment())
          .containsEntry("VIKING_TAGS", "ssd")
          .containsEntry("VIKING_KEY", "/viking")
          .containsEntry("VIKING_ETCD", "192.0.2.1:2379");
      assertThat(Files.readString(options.stateFolder().resolve("agent.txt")))
          .isEqualTo("node-1 " + engine.hostAddress() + " true 127.0.0.1");
    }
  }

  @Test
  void anAgentWithOtherOptionsIsReplaced() {
    try (AgentImage image = image(SilentAgent.class)) {
      Bootstrap.create(image, options).run(List.of(host), once());
      BootstrapOptions others = BootstrapOptions.builder().from(options).baseKey("/other").build();

      List<BootstrapResult> results = Bootstrap.create(image, others).run(List.of(host), once());

      assertThat(results).extracting(BootstrapResult::action).containsExactly(Action.REPLACED);
      assertThat(agent().environment()).containsEntry("VIKING_KEY", "/other");
    }
  }

  @Test
  void whatAKilledBootstrapHasLeftIsBroughtToItsEnd() {
    try (AgentImage image = image(SilentAgent.class);
        EngineClient client = client()) {
      Bootstrap bootstrap = Bootstrap.create(image, options);
      bootstrap.run(List.of(host), once());
      String agent = agent().id();
      client.setRestart(agent, new RestartPolicy(RestartPolicy.Mode.NO, 0));
      client.create(
          NewContainer.builder()
              .name("viking-agent-next")
              .image(image.tag())
              .restart(RestartPolicy.DEFAULT)
              .build());

      Action notTakenOver = bootstrap.run(List.of(host), once()).get(0).action();

      assertThat(notTakenOver).isEqualTo(Action.UNCHANGED);
      assertThat(agent().id()).isEqualTo(agent);
      assertThat(agent().restart()).isEqualTo(RestartPolicy.DEFAULT);
      assertThat(client.container("viking-agent-next")).isEmpty();

      client.rename(agent, "viking-agent-next");
      HostDirectory always = directory(() -> List.of(host));
      Action takenOver = bootstrap.run(List.of(host), always).get(0).action();

      assertThat(takenOver).isEqualTo(Action.UNCHANGED);
      assertThat(agent().id()).isEqualTo(agent);
    }
  }

  @Test
  void certificatesAndThePasswordAreFilesOfTheContainerAndAChangedOneReplacesTheAgent()
      throws IOException {
    removeAgent();
    Path ca = Files.writeString(engine.folder().resolve("ca.pem"), "the CA");
    EtcdOptions.Builder access =
        EtcdOptions.builder().addEndpoints("192.0.2.1:2379").caCertificate(ca).user("viking");
    BootstrapOptions before = with(access.password("s3cret").build());
    BootstrapOptions after = with(access.password("changed").build());
    try (AgentImage image = image(SilentAgent.class)) {
      Bootstrap.create(image, before).run(List.of(host), once());

      assertThat(fileOfAgent("ca.pem")).isEqualTo("the CA");
      assertThat(fileOfAgent("password")).isEqualTo("s3cret");
      assertThat(agent().environment())
          .containsEntry("VIKING_ETCD_CA", "/etc/viking/etcd/ca.pem")
          .containsEntry("VIKING_ETCD_PASSWORD_FILE", "/etc/viking/etcd/password")
          .containsEntry("VIKING_ETCD_USER", "viking")
          .doesNotContainValue("s3cret");
      assertThat(Bootstrap.create(image, before).run(List.of(host), once()))
          .extracting(BootstrapResult::action)
          .containsExactly(Action.UNCHANGED);
      assertThat(Bootstrap.create(image, after).run(List.of(host), once()))
          .extracting(BootstrapResult::action)
          .containsExactly(Action.REPLACED);
      assertThat(fileOfAgent("password")).isEqualTo("changed");
      restartAgent();
      assertThat(fileOfAgent("password")).isEqualTo("changed");
    }
  }

  private BootstrapOptions with(EtcdOptions access) {
    return BootstrapOptions.builder().from(options).etcdAccess(access).build();
  }

  private String fileOfAgent(String name) {
    try (EngineClient client = client()) {
      byte[] content = client.file("viking-agent", "/etc/viking/etcd/" + name).orElseThrow();
      return new String(content, StandardCharsets.UTF_8);
    }
  }

  private void restartAgent() {
    try (EngineClient client = client()) {
      client.stop("viking-agent", Duration.ZERO);
      client.start("viking-agent");
    }
  }

  @Test
  void aFileThatAgentsCannotBeGivenIsNamedBeforeAnythingIsDone() {
    Path missing = engine.folder().resolve("missing.pem");
    BootstrapOptions unusable =
        with(EtcdOptions.builder().addEndpoints("192.0.2.1:2379").caCertificate(missing).build());
    try (AgentImage image = image(SilentAgent.class)) {
      assertThatThrownBy(() -> Bootstrap.create(image, unusable).run(List.of(host), never()))
          .isInstanceOf(BootstrapException.class)
          .hasMessageContainingAll(missing.toString(), "Fix: ");
    }
  }

  @Test
  void anAgentThatEndsIsReportedWithItsLastLines() {
    try (AgentImage image = image(FailingAgent.class)) {
      assertThatThrownBy(() -> Bootstrap.create(image, options).run(List.of(host), never()))
          .isInstanceOf(BootstrapException.class)
          .hasMessageContainingAll("node-1", "no etcd at 192.0.2.1", "Fix: ");
    }
  }

  @Test
  void aHostWithoutAnEngineDoesNotKeepTheOthersFromTheirAgents() {
    Host absent = Host.of("node-2", "10.0.0.2", "unix:///var/tmp/no-such-engine.sock");
    try (AgentImage image = image(SilentAgent.class)) {
      assertThatThrownBy(() -> Bootstrap.create(image, options).run(List.of(absent, host), once()))
          .isInstanceOf(BootstrapException.class)
          .hasMessageContainingAll("node-2", "no-such-engine.sock", "Fix: ");

      assertThat(agent().isRunning()).isTrue();
    }
  }

  @Test
  void anAgentSeesTheSuccessorOfAKilledEngineBehindItsSocket() throws IOException {
    removeAgent();
    BootstrapOptions alone =
        BootstrapOptions.builder()
            .stateFolder(Files.createDirectory(engine.folder().resolve("alone")))
            .build();
    try (ClusterStore store =
            ClusterStore.local(alone.stateFolder().resolve("store"), PortRange.DEFAULT);
        AgentImage image = AgentImage.ofRunningProgram(BootstrapOptions.AGENT_MAIN)) {
      Bootstrap.create(image, alone).run(List.of(host), store.hosts());
      String agent = agent().id();

      engine.kill();
      engine.restart();
      startPublished();

      Await.until(
          DEADLINE,
          () -> "the agent has registered 'late'. Its log:\n" + agentsLog(),
          () -> store.endpoints().snapshot().of("late").size() == 1);
      assertThat(agent().id()).isEqualTo(agent);
      assertThat(agent().restartCount()).isZero();
    }
  }

  private void startPublished() {
    DockerClient docker = engine.client();
    String image =
        engine.image(
            "test/late",
            "EXPOSE 80",
            "ENV SERVICE_80_NAME=late SERVICE_80_ID=late_1",
            "CMD [\"httpd\", \"-f\", \"-p\", \"80\"]");
    PortBinding port = PortBinding.parse(engine.hostAddress() + ":8080:80");
    String id =
        docker
            .createContainerCmd(image)
            .withHostConfig(HostConfig.newHostConfig().withPortBindings(port))
            .exec()
            .getId();
    docker.startContainerCmd(id).exec();
  }

  private String agentsLog() {
    try (EngineClient client = client()) {
      return String.join("\n", client.logTail("viking-agent", 20));
    }
  }

  private static AgentImage image(Class<?> mainClass) {
    Path classes = Path.of(mainClass.getProtectionDomain().getCodeSource().getLocation().getPath());
    return AgentImage.of(mainClass.getName(), List.of(classes));
  }

  private ContainerFacts agent() {
    try (EngineClient client = client()) {
      return client.container("viking-agent").orElseThrow();
    }
  }

  @Test
  void aHostWithAnAgentOfAnotherKindIsLeftAlone() {
    removeAgent();
    BootstrapOptions impatient =
        BootstrapOptions.builder().from(options).readyTimeout(Duration.ofMillis(300)).build();
    try (AgentImage image = image(SilentAgent.class)) {
      assertThatThrownBy(
              () ->
                  Bootstrap.create(image, impatient)
                      .run(List.of(host), directory(() -> List.of(host))))
          .isInstanceOf(BootstrapException.class)
          .hasMessageContainingAll("node-1", "has an agent already", "Fix: ");
    }

    try (EngineClient client = client()) {
      assertThat(client.container("viking-agent")).isEmpty();
    }
  }

  private void removeAgent() {
    try (EngineClient client = client()) {
      client.remove("viking-agent");
    }
  }

  /** A directory that has the host while its agent's container runs and has written its file. */
  private HostDirectory once() {
    Path file = options.stateFolder().resolve("agent.txt");
    return directory(() -> Files.exists(file) && agentRuns() ? List.of(host) : List.of());
  }

  private boolean agentRuns() {
    try (EngineClient client = client()) {
      return client.container("viking-agent").filter(ContainerFacts::isRunning).isPresent();
    }
  }

  private EngineClient client() {
    return EngineClient.open(engine.address(), EngineOptions.defaults());
  }

  private static HostDirectory never() {
    return directory(List::of);
  }

  private static HostDirectory directory(Supplier<List<Host>> hosts) {
    return new HostDirectory() {
      @Override
      public boolean drain(String host, String by) {
        throw new AssertionError("only people drain");
      }

      @Override
      public boolean uncordon(String host) {
        throw new AssertionError("only people drain");
      }

      @Override
      public SortedMap<String, String> drained() {
        return new TreeMap<>();
      }

      @Override
      public void announce(Host announced) {
        throw new AssertionError("only agents announce");
      }

      @Override
      public List<Host> hosts() {
        return hosts.get();
      }

      @Override
      public void report(HostReport report) {
        throw new AssertionError("only agents report");
      }

      @Override
      public List<HostReport> reports() {
        return List.of();
      }

      @Override
      public boolean forget(String name) {
        return false;
      }
    };
  }
}
