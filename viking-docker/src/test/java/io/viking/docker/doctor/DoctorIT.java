package io.viking.docker.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.viking.docker.agent.HostsEtcd;
import io.viking.docker.engine.EngineClient;
import io.viking.docker.engine.EngineFacts;
import io.viking.docker.engine.EngineOptions;
import io.viking.docker.testing.PrivateEngine;
import io.viking.docker.testing.WithPrivateEngine;
import io.viking.model.Finding;
import io.viking.model.Host;
import io.viking.model.ServicePort;
import io.viking.ports.ClusterStore;
import io.viking.ports.EtcdOptions;
import io.viking.ports.HostReport;
import io.viking.ports.PortClash;
import io.viking.ports.PortRange;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real engine and a real etcd, well and broken. Agents are played by the test. */
@WithPrivateEngine
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class DoctorIT {
  private static final String IMAGE = "test/plain";
  private static final ServicePort MONGO = ServicePort.parse("shared/mongo/27017/tcp");

  private final PrivateEngine engine;
  private final Host host;
  private HostsEtcd etcd;
  private ClusterStore store;

  DoctorIT(PrivateEngine engine) {
    this.engine = engine;
    this.host = Host.of("node-1", engine.hostAddress(), engine.address());
  }

  @BeforeAll
  void startEtcd() {
    engine.image(IMAGE);
    etcd = HostsEtcd.start(List.of());
  }

  @AfterAll
  void stopEtcd() {
    etcd.close();
  }

  @BeforeEach
  void openStore(TestInfo test) {
    store = store(test.getTestMethod().orElseThrow().getName(), etcd.at("127.0.0.1"));
  }

  private static ClusterStore store(String key, String... endpoints) {
    return ClusterStore.etcd(
        EtcdOptions.builder()
            .addEndpoints(endpoints)
            .baseKey("/" + key)
            .deadline(Duration.ofSeconds(10))
            .build());
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  @Test
  void findsNoErrorInAClusterThatIsWell() {
    int number = store.ports().allocate(MONGO);
    store.hosts().announce(host);
    store.hosts().report(HostReport.of("node-1", List.of(number), List.of()));
    String container = container(number, MONGO.registryName());

    Examination examination = examine(host);

    remove(container);
    assertThat(Readings.faults(examination.findings())).isEmpty();
    assertThat(examination.isHealthy()).isTrue();
    assertThat(examination.findings())
        .extracting(Finding::toString)
        .anySatisfy(
            text ->
                assertThat(text)
                    .startsWith("OK engine node-1: Docker " + engine.version() + ", API "))
        .anySatisfy(text -> assertThat(text).startsWith("OK etcd " + etcd.at("127.0.0.1")))
        .contains(
            "OK agent node-1: it is alive, as a process outside of Docker.",
            "OK report node-1: containers carry 1 numbers.",
            "OK containers: all 1 numbers that they carry are their services'.");
  }

  @Test
  void warnsOfAnEngineThatIsTalkedToWithoutEncryption() {
    Host plain = Host.of("node-1", engine.hostAddress(), engine.tcpAddress());
    store.hosts().announce(plain);
    store.hosts().report(HostReport.of("node-1", List.of(), List.of()));

    Examination examination = examine(plain);

    assertThat(Readings.faults(examination.findings()))
        .singleElement()
        .asString()
        .startsWith("WARNING engine node-1: it is talked to without encryption");
    assertThat(examination.isHealthy()).isTrue();
  }

  @Test
  void readsWhatTheEngineSaysOfItself() {
    try (EngineClient client = EngineClient.open(engine.address(), EngineOptions.defaults())) {
      EngineFacts facts = client.facts();

      assertThat(facts.version()).isEqualTo(engine.version());
      assertThat(facts.apiVersion()).matches("1\\.[0-9]+");
      assertThat(facts.liveRestore()).contains(true);
      assertThat(facts.time()).isPresent();
    }
  }

  @Test
  void namesEverythingThatIsBrokenInOneRun() {
    Host dead = Host.of("node-2", "127.0.0.1", "tcp://127.0.0.1:1");
    int number = store.ports().allocate(MONGO);
    store.hosts().announce(host);
    store
        .hosts()
        .report(
            HostReport.of(
                "node-1", List.of(number), List.of(new PortClash(number, "sshd has it"))));
    store.hosts().report(HostReport.of("node-3", List.of(number), List.of()));
    String wrong = container(number, "app_web_80");

    Examination examination = examine(host, dead);

    remove(wrong);
    assertThat(examination.isHealthy()).isFalse();
    assertThat(Readings.faults(examination.findings()))
        .satisfiesExactly(
            agent -> assertThat(agent).startsWith("ERROR agent node-2: there is no live agent"),
            carried ->
                assertThat(carried)
                    .startsWith("ERROR container ")
                    .contains("carries " + number + " for app_web_80", "belongs to " + MONGO),
            silent ->
                assertThat(silent).startsWith("ERROR engine node-2: engine tcp://127.0.0.1:1"),
            clash ->
                assertThat(clash)
                    .startsWith("ERROR report node-1: the agent cannot listen on " + number),
            gone ->
                assertThat(gone).startsWith("WARNING report node-3: the host has no live agent"));
  }

  @Test
  void looksAtEnginesThoughEtcdIsAway() {
    try (ClusterStore away = store("away", "http://127.0.0.1:1")) {
      Examination examination =
          Doctor.of(DoctorOptions.builder().from(options(host)).store(away).build()).examine();

      assertThat(examination.findings())
          .extracting(finding -> finding.severity() + " " + finding.subject())
          .contains(
              "OK engine node-1",
              "ERROR etcd http://127.0.0.1:1",
              "ERROR hosts",
              "ERROR ports",
              "ERROR reports");
      assertThat(examination.findings())
          .filteredOn(finding -> finding.subject().startsWith("agent "))
          .isEmpty();
    }
  }

  @Test
  void examinesAHostWithoutEtcd(@TempDir Path folder) {
    try (ClusterStore local = ClusterStore.local(folder, PortRange.DEFAULT)) {
      DoctorOptions options = DoctorOptions.builder().store(local).localHost(host).build();

      Examination before = Doctor.of(options).examine();
      local.hosts().announce(host);
      local.hosts().report(HostReport.of("node-1", List.of(), List.of()));
      Examination after = Doctor.of(options).examine();

      assertThat(Readings.faults(before.findings()))
          .anySatisfy(fault -> assertThat(fault).startsWith("ERROR agent node-1:"))
          .anySatisfy(fault -> assertThat(fault).startsWith("ERROR local store: no agent answers"));
      assertThat(Readings.faults(after.findings())).isEmpty();
    }
  }

  @Test
  void comparesTheEnginesClockWithThisMachines() {
    Clock slow = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-2));
    store.hosts().announce(host);
    store.hosts().report(HostReport.of("node-1", List.of(), List.of()));

    Examination examination =
        Doctor.of(DoctorOptions.builder().from(options(host)).clock(slow).build()).examine();

    assertThat(Readings.faults(examination.findings()))
        .singleElement()
        .asString()
        .matches("WARNING engine node-1: its clock is 1(19|20) s ahead of this machine's\\. .*");
  }

  @Test
  void doesNotWaitLongForAnEngineThatIsFrozen() {
    store.hosts().announce(host);
    store.hosts().report(HostReport.of("node-1", List.of(), List.of()));
    engine.freeze();
    try {
      Examination examination =
          Doctor.of(
                  DoctorOptions.builder().from(options(host)).limit(Duration.ofSeconds(3)).build())
              .examine();

      assertThat(Readings.faults(examination.findings()))
          .singleElement()
          .asString()
          .startsWith("ERROR engine node-1:");
    } finally {
      engine.thaw();
    }
  }

  private Examination examine(Host... hosts) {
    return Doctor.of(options(hosts)).examine();
  }

  private DoctorOptions options(Host... hosts) {
    return DoctorOptions.builder()
        .store(store)
        .addHosts(hosts)
        .localHost(host)
        .engineOptions(EngineOptions.builder().responseTimeout(Duration.ofSeconds(5)).build())
        .build();
  }

  /** One that was never started carries its number, too. */
  private String container(int number, String service) {
    return engine
        .client()
        .createContainerCmd(IMAGE)
        .withEnv("BACKEND_" + number + "=" + store.network() + "/" + service)
        .exec()
        .getId();
  }

  private void remove(String container) {
    engine.client().removeContainerCmd(container).exec();
  }
}
