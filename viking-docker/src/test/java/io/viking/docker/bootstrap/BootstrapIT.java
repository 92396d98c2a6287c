package io.viking.docker.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.viking.docker.bootstrap.BootstrapResult.Action;
import io.viking.docker.engine.ContainerFacts;
import io.viking.docker.engine.EngineClient;
import io.viking.docker.engine.EngineOptions;
import io.viking.docker.testing.EngineFixture;
import io.viking.model.Host;
import io.viking.ports.HostDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BootstrapIT {
  private EngineFixture fixture;
  private Host host;
  private BootstrapOptions options;

  @BeforeAll
  void startEngine() throws IOException {
    fixture = EngineFixture.start(2);
    host =
        Host.builder()
            .name("node-1")
            .address(fixture.privateAddress())
            .engine(fixture.unixAddress())
            .addTags("ssd")
            .build();
    Path state = Files.createDirectory(fixture.folder().resolve("state"));
    options = BootstrapOptions.builder().addEtcd("192.0.2.1:2379").stateFolder(state).build();
  }

  @AfterAll
  void stopEngine() {
    if (fixture != null) {
      fixture.close();
    }
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
          .isEqualTo("node-1 " + fixture.privateAddress() + " true 127.0.0.1");
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

  private static AgentImage image(Class<?> mainClass) {
    Path classes = Path.of(mainClass.getProtectionDomain().getCodeSource().getLocation().getPath());
    return AgentImage.of(mainClass.getName(), List.of(classes));
  }

  private ContainerFacts agent() {
    try (EngineClient engine = engine()) {
      return engine.container("viking-agent").orElseThrow();
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

    try (EngineClient engine = engine()) {
      assertThat(engine.container("viking-agent")).isEmpty();
    }
  }

  private void removeAgent() {
    try (EngineClient engine = engine()) {
      engine.remove("viking-agent");
    }
  }

  /** A directory that has the host while its agent's container runs and has written its file. */
  private HostDirectory once() {
    Path file = options.stateFolder().resolve("agent.txt");
    return directory(() -> Files.exists(file) && agentRuns() ? List.of(host) : List.of());
  }

  private boolean agentRuns() {
    try (EngineClient engine = engine()) {
      return engine.container("viking-agent").filter(ContainerFacts::isRunning).isPresent();
    }
  }

  private EngineClient engine() {
    return EngineClient.open(fixture.unixAddress(), EngineOptions.defaults());
  }

  private static HostDirectory never() {
    return directory(List::of);
  }

  private static HostDirectory directory(Supplier<List<Host>> hosts) {
    return new HostDirectory() {
      @Override
      public void announce(Host announced) {
        throw new AssertionError("only agents announce");
      }

      @Override
      public List<Host> hosts() {
        return hosts.get();
      }
    };
  }
}
