package io.viking.docker.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.viking.docker.engine.ContainerFacts;
import io.viking.docker.engine.EngineClient;
import io.viking.docker.engine.EngineOptions;
import io.viking.docker.engine.NewContainer;
import io.viking.docker.plan.ActualHost;
import io.viking.docker.plan.ContainerSpec;
import io.viking.docker.plan.Mount;
import io.viking.docker.testing.Await;
import io.viking.docker.testing.Command;
import io.viking.docker.testing.PrivateEngine;
import io.viking.docker.testing.WithPrivateEngine;
import io.viking.model.ExposedPort;
import io.viking.model.Host;
import io.viking.model.RestartPolicy;
import io.viking.model.placement.HostState;
import io.viking.model.placement.Resources;
import io.viking.ports.HostAndPort;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The contract on a real engine, and what only a real engine can show. */
@WithPrivateEngine
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DockerLauncherIT extends LauncherContract {
  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final EngineOptions OPTIONS =
      EngineOptions.builder().responseTimeout(Duration.ofSeconds(3)).build();

  private final PrivateEngine engine;
  private final Host host;
  private final DockerLauncher launcher;

  DockerLauncherIT(PrivateEngine engine) {
    this.engine = engine;
    this.host = Host.of("node-1", engine.hostAddress(), engine.tcpAddress());
    this.launcher = DockerLauncher.create(OPTIONS, JobDefinitions.none());
  }

  @BeforeAll
  void makeImage() {
    engine.image(
        IMAGE,
        "EXPOSE 7000/tcp 7001/udp",
        "CMD [\"sh\", \"-c\", \"trap exit TERM; while :; do sleep 0.2; done\"]");
  }

  @AfterAll
  void closeLauncher() {
    launcher.close();
  }

  @Override
  protected Launcher launcher() {
    return launcher;
  }

  @Override
  protected Host host() {
    return host;
  }

  @Override
  protected ContainerSpec unstartable(ContainerSpec spec) {
    return ContainerSpec.builder().from(spec).entrypoint(List.of("/no/such/program")).build();
  }

  @Test
  void everyFlagOfASpecReachesTheContainer() {
    ContainerSpec spec =
        spec()
            .putEnvironment("A", "1 = one")
            .putLabels("team", "blue")
            .addPorts(ExposedPort.tcp(7000), ExposedPort.udp(7001))
            .publishAddress(engine.hostAddress())
            .addMounts(new Mount("flags", "/data", false), new Mount("/etc", "/host", true))
            .addExtraHosts("backends:10.1.2.3")
            .cwd("/data")
            .user("0:0")
            .memory(64L << 20)
            .cpus(new BigDecimal("0.5"))
            .restart(RestartPolicy.parse("on-failure:2"))
            .entrypoint(List.of("/bin/busybox"))
            .command(List.of("sleep", "600"))
            .build();

    launcher.start(host, spec);

    String inspected =
        Command.run(
            List.of(
                "docker",
                "-H",
                engine.address(),
                "inspect",
                "-f",
                "{{.Config.WorkingDir}} {{.Config.User}} {{.HostConfig.Memory}} {{.HostConfig.NanoCpus}}"
                    + " {{.HostConfig.RestartPolicy.Name}}:{{.HostConfig.RestartPolicy.MaximumRetryCount}}"
                    + " {{.Config.Entrypoint}} {{.Config.Cmd}} {{.HostConfig.ExtraHosts}}"
                    + " {{.HostConfig.Binds}} {{.HostConfig.Links}}",
                spec.instance().containerName()));
    // No links: an empty list, or nothing at all, as the command prints it.
    assertThat(inspected.trim().replace("<no value>", "[]"))
        .isEqualTo(
            "/data 0:0 67108864 500000000 on-failure:2 [/bin/busybox] [sleep 600]"
                + " [backends:10.1.2.3] [flags:/data:rw /etc:/host:ro] []");
    ContainerFacts facts = facts(spec);
    assertThat(facts.environment()).containsEntry("A", "1 = one");
    assertThat(facts.labels()).containsEntry("team", "blue");
    assertThat(facts.published().keySet())
        .containsExactlyInAnyOrder(ExposedPort.tcp(7000), ExposedPort.udp(7001));
    assertThat(facts.published().get(ExposedPort.tcp(7000)))
        .extracting(HostAndPort::host)
        .containsExactly(engine.hostAddress());
  }

  @Test
  void inspectTellsWhatTheHostHasAndWhenContainersWereMade() {
    Instant before = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    launcher.start(host, spec().build());

    ActualHost actual = launcher.inspect(host);

    String info =
        Command.run(
            List.of("docker", "-H", engine.address(), "info", "-f", "{{.MemTotal}} {{.NCPU}}"));
    Resources capacity = actual.capacity().orElseThrow();
    assertThat(capacity.memory() + " " + capacity.cpus()).isEqualTo(info.trim());
    assertThat(actual.state()).isEqualTo(HostState.UP);
    assertThat(actual.instances())
        .singleElement()
        .satisfies(
            instance ->
                assertThat(instance.created())
                    .hasValueSatisfying(made -> assertThat(made).isBetween(before, Instant.now())));
  }

  @Test
  void aHostWithoutAnAddressPublishesOnItsBridge() {
    ContainerSpec spec = spec().addPorts(ExposedPort.tcp(7000)).build();

    launcher.start(host, spec);

    assertThat(facts(spec).published().get(ExposedPort.tcp(7000)))
        .extracting(HostAndPort::host)
        .containsExactly("172.17.0.1");
  }

  @Test
  void aContainerLeftOverByAnAttemptCutShortIsReplaced() {
    ContainerSpec spec = spec().build();
    try (EngineClient client = client()) {
      client.create(
          NewContainer.builder()
              .name(spec.instance().containerName())
              .image(IMAGE)
              .restart(RestartPolicy.DEFAULT)
              .build());
    }

    launcher.start(host, spec);

    assertThat(facts(spec).labels()).containsAllEntriesOf(spec.labels());
    assertThat(facts(spec).state()).isEqualTo(ContainerFacts.State.RUNNING);
  }

  @Test
  void anAddressThatIsNotTheHostsIsNamedAndNothingStays() {
    ContainerSpec spec =
        spec().addPorts(ExposedPort.tcp(7000)).publishAddress("192.0.2.77").build();

    assertThatThrownBy(() -> launcher.start(host, spec))
        .isInstanceOf(LaunchException.class)
        .hasMessageContainingAll("node-1", "192.0.2.77", "Fix: the address of 'node-1' must be");

    assertThat(launcher.inspect(host).instances()).isEmpty();
  }

  @Test
  void anImageThatCannotBeFetchedIsNamed() {
    assertThatThrownBy(() -> launcher.pull(host, "127.0.0.1:1/none:1"))
        .isInstanceOf(LaunchException.class)
        .hasMessageContainingAll("node-1", engine.tcpAddress(), "127.0.0.1:1/none:1", "Fix: ");
  }

  @Test
  void aReportHasTheLastLinesAndTheExitCode() {
    ContainerSpec spec =
        spec()
            .restart(RestartPolicy.parse("no"))
            .command(
                List.of(
                    "/bin/busybox",
                    "sh",
                    "-c",
                    "for i in 1 2 3 4 5 6 7 8 9 10 11 12; do echo $i; done; exit 3"))
            .build();
    launcher.start(host, spec);

    Await.until(
        DEADLINE, () -> "it has ended", () -> facts(spec).state() == ContainerFacts.State.EXITED);

    InstanceReport report = launcher.report(host, spec.instance()).orElseThrow();
    assertThat(report.exitCode()).isEqualTo(3);
    assertThat(report.lastLog())
        .containsExactly("3", "4", "5", "6", "7", "8", "9", "10", "11", "12");
  }

  @Test
  void aFrozenEngineIsNamedWithinTheDeadlineAndServesAgainAfterwards() {
    launcher.inspect(host);
    engine.freeze();

    try {
      assertThatThrownBy(() -> launcher.inspect(host))
          .isInstanceOf(LaunchException.class)
          .hasMessageContainingAll("node-1", engine.tcpAddress(), "did not answer", "Fix: ");
    } finally {
      engine.thaw();
    }

    assertThat(launcher.inspect(host).images()).containsKey(IMAGE);
  }

  @Test
  void anEngineThatFreezesOnItsSocketIsNamedToo() {
    Host local = Host.builder().name("local").engine(engine.address()).build();
    launcher.inspect(local);
    engine.freeze();

    try {
      assertThatThrownBy(() -> launcher.inspect(local))
          .isInstanceOf(LaunchException.class)
          .hasMessageContainingAll("local", engine.address(), "Fix: ");
    } finally {
      engine.thaw();
    }

    assertThat(launcher.inspect(local).images()).containsKey(IMAGE);
  }

  @Test
  void aHostThatIsCutOffIsNamedWithinTheDeadline() {
    launcher.inspect(host);
    engine.cutOff();

    try {
      assertThatThrownBy(() -> launcher.inspect(host))
          .isInstanceOf(LaunchException.class)
          .hasMessageContainingAll("node-1", engine.tcpAddress(), "Fix: ");
    } finally {
      engine.join();
    }

    assertThat(launcher.inspect(host).images()).containsKey(IMAGE);
  }

  @Test
  void aKilledEngineIsNamedAndTheSameLauncherServesItsSuccessor() {
    ContainerSpec spec = spec().addMounts(new Mount("survivor", "/data", false)).build();
    launcher.start(host, spec);
    engine.kill();

    assertThatThrownBy(() -> launcher.inspect(host))
        .isInstanceOf(LaunchException.class)
        .hasMessageContainingAll("node-1", engine.tcpAddress(), "refused", "Fix: ");

    engine.restart();
    assertThat(launcher.report(host, spec.instance())).isPresent();
    assertThat(launcher.inspect(host).volumes()).contains("survivor");
  }

  @Test
  void aContainerStartedAfterTheEngineCameBackFindsItsBackends() {
    launcher.start(host, spec().build());
    engine.kill();
    engine.restart();
    ContainerSpec spec = spec().addExtraHosts("backends:host-gateway").build();

    launcher.start(host, spec);

    // Engine 20.10 wrote '<nil> backends' there.
    String hosts =
        engine.client().inspectContainerCmd(spec.instance().containerName()).exec().getHostsPath();
    assertThat(Path.of(hosts)).content().contains("172.17.0.1\tbackends");
  }

  private ContainerFacts facts(ContainerSpec spec) {
    try (EngineClient client = client()) {
      Optional<ContainerFacts> facts = client.container(spec.instance().containerName());
      return facts.orElseThrow();
    }
  }

  private EngineClient client() {
    return EngineClient.open(engine.address(), OPTIONS);
  }
}
