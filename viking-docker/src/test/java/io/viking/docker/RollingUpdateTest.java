package io.viking.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.viking.docker.ProgressEvent.Phase;
import io.viking.docker.launch.FakeLauncher;
import io.viking.docker.launch.JobDefinitions;
import io.viking.docker.plan.ContainerSpec;
import io.viking.docker.testing.Await;
import io.viking.model.ExposedPort;
import io.viking.model.Host;
import io.viking.model.InstanceId;
import io.viking.model.Job;
import io.viking.model.JobName;
import io.viking.model.ServiceName;
import io.viking.model.Stack;
import io.viking.model.StackName;
import io.viking.model.VolumeMount;
import io.viking.ports.ClusterStore;
import io.viking.ports.Departures;
import io.viking.ports.PortRange;
import io.viking.ports.StackLockLostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What goes when, while the instances of a job are replaced, on engines in memory. */
@Timeout(60)
class RollingUpdateTest {
  private static final Host ONE = Host.of("node-1", "10.0.0.1", "tcp://10.0.0.1:2376");
  private static final Host TWO = Host.of("node-2", "10.0.0.2", "tcp://10.0.0.2:2376");
  private static final ServiceName WEB = ServiceName.of("app", "web");
  private static final Duration AGES = Duration.ofHours(1);

  @TempDir private Path folder;
  private final RevocableStore store = new RevocableStore(ClusterStore.inMemory(PortRange.DEFAULT));
  private final FakeLauncher launcher =
      FakeLauncher.registering(JobDefinitions.json(), store.endpoints());
  private final List<ProgressEvent> events = new CopyOnWriteArrayList<>();
  private volatile Consumer<ProgressEvent> heard = event -> {};
  private FakeAgents agents;
  private Viking viking;

  @BeforeEach
  void start() {
    store.hosts().announce(ONE);
    launcher.withImage(ONE, "myapp/web", ExposedPort.tcp(80));
    agents = FakeAgents.on(store, ONE);
    viking = open(true);
  }

  @AfterEach
  void close() {
    agents.close();
    viking.close();
  }

  private Viking open(boolean rollback) {
    return Viking.builder()
        .store(store)
        .launcher(launcher)
        .host(ONE)
        .deploymentFolder(folder)
        .startTimeout(Duration.ofSeconds(2))
        .rollback(rollback)
        .progress(
            event -> {
              events.add(event);
              heard.accept(event);
            })
        .build();
  }

  private static Stack app(String version, UnaryOperator<Job.Builder> more) {
    return Stack.of("app", job("web", version, more));
  }

  private static Job job(String name, String version, UnaryOperator<Job.Builder> more) {
    Job.Builder job =
        Job.builder()
            .name(JobName.of(name))
            .image("myapp/web")
            .drain(AGES)
            .putEnvironment("VERSION", version);
    return more.apply(job).build();
  }

  private List<InstanceId> instances() {
    return viking.status().instances().stream().map(status -> status.instance().id()).toList();
  }

  private List<String> versions() {
    return instances().stream()
        .map(id -> launcher.spec(ONE, id).environment().get("VERSION"))
        .toList();
  }

  /** {@code start} and {@code remove}, in the order of the calls. */
  private List<String> callsOf(Runnable change) {
    int before = launcher.calls().size();
    change.run();
    return launcher.calls().stream().skip(before).map(call -> call.split(" ", -1)[0]).toList();
  }

  private static boolean isVersion2(ContainerSpec spec) {
    return "2".equals(spec.environment().get("VERSION"));
  }

  private void awaitPhase(Phase phase) {
    Await.until(
        Duration.ofSeconds(20),
        () -> "an instance is " + phase + ": " + events,
        () -> events.stream().anyMatch(event -> event.phase() == phase));
  }

  private DeploymentException failureOf(Viking deployer, Stack stack) {
    return catchThrowableOfType(DeploymentException.class, () -> deployer.deploy(stack));
  }

  @Test
  void replacesOneInstanceAfterTheOther() {
    viking.deploy(app("1", job -> job.scale(3)));

    List<String> calls = callsOf(() -> viking.deploy(app("2", job -> job.scale(3))));

    assertThat(calls).containsExactly("start", "remove", "start", "remove", "start", "remove");
    assertThat(versions()).containsExactly("2", "2", "2");
  }

  @Test
  void replacesAsManyAtATimeAsTheParallelismSays() {
    viking.deploy(app("1", job -> job.scale(3)));

    List<String> calls = callsOf(() -> viking.deploy(app("2", job -> job.scale(3).parallelism(2))));

    assertThat(calls).containsExactly("start", "start", "remove", "remove", "start", "remove");
  }

  @Test
  void anOldInstanceGoesWhenTheNewOneIsReachableAndItsOwnEndpointIsGone() {
    InstanceId old = viking.deploy(app("1", job -> job)).instances().get(0).id();
    events.clear();
    AtomicInteger endpoints = new AtomicInteger(-1);
    heard =
        event -> {
          if (event.phase() == Phase.REMOVING) {
            endpoints.set(store.endpoints().snapshot().of("app_web_80").size());
          }
        };

    viking.deploy(app("2", job -> job));

    assertThat(events)
        .extracting(ProgressEvent::phase)
        .containsExactly(
            Phase.STARTING,
            Phase.STARTED,
            Phase.REACHABLE,
            Phase.DRAINING,
            Phase.REMOVING,
            Phase.REMOVED);
    assertThat(events.get(3).instance()).isEqualTo(old);
    assertThat(endpoints).hasValue(1);
  }

  @Test
  void waitsForTheConnectionsOfAnInstanceThatGoes() throws Exception {
    InstanceId old = viking.deploy(app("1", job -> job)).instances().get(0).id();
    agents.connections(old, 1);
    CompletableFuture<Deployment> update =
        CompletableFuture.supplyAsync(() -> viking.deploy(app("2", job -> job)));
    awaitPhase(Phase.DRAINING);
    boolean there = instances().contains(old);

    agents.connections(old, 0);

    update.get(20, TimeUnit.SECONDS);
    assertThat(there).isTrue();
    assertThat(instances()).hasSize(1).doesNotContain(old);
  }

  @Test
  void stopsAnInstanceWhoseConnectionsDoNotEndWhenItsTimeHasPassed() {
    InstanceId old = viking.deploy(app("1", job -> job)).instances().get(0).id();
    agents.connections(old, 1);

    viking.deploy(app("2", job -> job.drain(Duration.ofMillis(200))));

    assertThat(instances()).hasSize(1).doesNotContain(old);
  }

  /** The second host is alive and tells nothing: only the passing of the time ends the wait. */
  @Test
  void doesNotTakeTheSilenceOfAnAgentForNoConnections() throws Exception {
    InstanceId old = viking.deploy(app("1", job -> job)).instances().get(0).id();
    store.hosts().announce(TWO);
    CompletableFuture<Deployment> update =
        CompletableFuture.supplyAsync(() -> viking.deploy(app("2", job -> job)));
    awaitPhase(Phase.DRAINING);
    Await.until(
        Duration.ofSeconds(20),
        () -> "the first host reports",
        () -> store.departures().reports().getOrDefault("node-1", Map.of()).size() == 1);
    boolean there = instances().contains(old);

    store.departures().report("node-2", Map.of(old, 0));

    update.get(20, TimeUnit.SECONDS);
    assertThat(there).isTrue();
    assertThat(instances()).doesNotContain(old);
  }

  @Test
  void waitsTheWholeTimeForAHostThatCannotTell() {
    InstanceId old = viking.deploy(app("1", job -> job)).instances().get(0).id();
    agents.connections(old, Departures.UNKNOWN);

    viking.deploy(app("2", job -> job.drain(Duration.ofMillis(200))));

    assertThat(instances()).hasSize(1).doesNotContain(old);
  }

  @Test
  void changingOnlyHowAJobIsUpdatedReplacesNothing() {
    viking.deploy(app("1", job -> job));

    Deployment again = viking.deploy(app("1", job -> job.drain(Duration.ZERO).parallelism(7)));

    assertThat(again.plan().isEmpty()).isTrue();
  }

  @Test
  void startsWhatReplacesNothingAllAtOnce() {
    viking.deploy(app("1", job -> job.scale(8)));

    List<Phase> phases = events.stream().map(ProgressEvent::phase).toList();
    assertThat(phases.lastIndexOf(Phase.STARTED)).isLessThan(phases.indexOf(Phase.REACHABLE));
  }

  @Test
  void drainsWhatOnlyGoesAllTogether() throws Exception {
    viking.deploy(app("1", job -> job.scale(4)));
    agents.connections(1);
    CompletableFuture<Deployment> less = CompletableFuture.supplyAsync(() -> viking.scale(WEB, 1));
    Await.until(
        Duration.ofSeconds(20),
        () -> "three are announced: " + agents.seen(),
        () -> agents.seen().stream().anyMatch(announced -> announced.size() == 3));
    int running = instances().size();

    Set<InstanceId> announced = agents.seen().get(agents.seen().size() - 1);
    announced.forEach(instance -> agents.connections(instance, 0));

    less.get(20, TimeUnit.SECONDS);
    assertThat(running).isEqualTo(4);
    assertThat(instances()).hasSize(1).doesNotContainAnyElementsOf(announced);
  }

  @Test
  void anUpdateIsNotHeldUpByTheConnectionsOfAnotherServiceOfItsStage() throws Exception {
    viking.deploy(Stack.of("app", job("slow", "1", j -> j), job("web", "1", j -> j.scale(2))));
    InstanceId slow =
        instances().stream().filter(id -> id.containerName().contains("slow")).findFirst().get();
    agents.connections(slow, 1);
    CompletableFuture<Deployment> update =
        CompletableFuture.supplyAsync(
            () ->
                viking.deploy(
                    Stack.of("app", job("slow", "2", j -> j), job("web", "2", j -> j.scale(2)))));

    Await.until(
        Duration.ofSeconds(20),
        () -> "web is replaced: " + events,
        () ->
            events.stream()
                    .filter(e -> e.phase() == Phase.REMOVED && e.instance().service().equals(WEB))
                    .count()
                == 2);
    boolean there = instances().contains(slow);
    agents.connections(slow, 0);

    update.get(20, TimeUnit.SECONDS);
    assertThat(there).isTrue();
    assertThat(versions()).containsExactly("2", "2", "2");
  }

  @Test
  void drainsAndStopsWhatWritesToAVolumeBeforeTheNewOneStarts() {
    UnaryOperator<Job.Builder> volume = job -> job.addVolumes(VolumeMount.parse("/data"));
    viking.deploy(app("1", volume));
    events.clear();

    List<String> calls = callsOf(() -> viking.deploy(app("2", volume)));

    assertThat(calls).containsExactly("remove", "start");
    assertThat(events).extracting(ProgressEvent::phase).startsWith(Phase.DRAINING, Phase.REMOVING);
  }

  @Test
  void aNewVersionThatIsNeverReachableLeavesTheOldOneAndSaysWhatItPrinted() {
    viking.deploy(app("1", job -> job.scale(3)));
    List<InstanceId> before = instances();
    launcher.neverReachable(RollingUpdateTest::isVersion2, "no route to the database");

    DeploymentException failure = failureOf(viking, app("2", job -> job.scale(3)));

    assertThat(instances()).isEqualTo(before);
    assertThat(failure.failures()).hasSize(1);
    assertThat(failure.rolledBack()).containsOnlyKeys(WEB);
    assertThat(failure.notStarted()).hasSize(2);
    assertThat(failure)
        .hasMessageContainingAll(
            "1 failed, 0 done, 2 not started",
            "did not become reachable on [80/tcp] within 2 s",
            "no route to the database",
            "Rolled back: app/web: 3 old containers stayed, no container of the new definition");
  }

  @Test
  void putsBackWhatHadBeenReplacedWhenALaterInstanceFails() {
    viking.deploy(app("1", job -> job.scale(3)));
    List<InstanceId> before = instances();
    AtomicInteger starts = new AtomicInteger();
    launcher.neverReachable(spec -> isVersion2(spec) && starts.incrementAndGet() == 3, "too many");

    DeploymentException failure = failureOf(viking, app("2", job -> job.scale(3)));

    assertThat(versions()).containsExactly("1", "1", "1");
    assertThat(instances()).containsAnyElementsOf(before);
    assertThat(failure.done()).isEmpty();
    assertThat(failure)
        .hasMessageContainingAll("too many", "app/web: 1 old container stayed, app_web_")
        .hasMessageContaining("is new by the old definition, no container of the new");
    assertThat(viking.deploy(app("1", job -> job.scale(3))).plan().isEmpty()).isTrue();
  }

  /** The service was scaled since its first container got its label. */
  @Test
  void putsBackAsManyInstancesAsThereWere() {
    viking.deploy(app("1", job -> job));
    viking.scale(WEB, 3);
    AtomicInteger starts = new AtomicInteger();
    launcher.failStarts(spec -> isVersion2(spec) && starts.incrementAndGet() == 2);

    failureOf(viking, app("2", job -> job.scale(5)));

    assertThat(versions()).containsExactly("1", "1", "1");
  }

  @Test
  void putsBackTheImageThatTheNameMeantBefore() {
    viking.deploy(app("1", job -> job.scale(3)));
    String image = launcher.inspect(ONE).instances().get(0).imageId();
    launcher.rebuild(ONE, "myapp/web");
    AtomicInteger starts = new AtomicInteger();
    launcher.neverReachable(spec -> starts.incrementAndGet() == 2, "the new build is broken");

    failureOf(viking, app("1", job -> job.scale(3)));

    assertThat(launcher.inspect(ONE).instances())
        .hasSize(3)
        .allSatisfy(instance -> assertThat(instance.imageId()).isEqualTo(image));
  }

  @Test
  void putsAnInstanceWithAVolumeBackThoughItHadToGoFirst() {
    UnaryOperator<Job.Builder> volume = job -> job.addVolumes(VolumeMount.parse("/data"));
    viking.deploy(app("1", volume));
    launcher.neverReachable(RollingUpdateTest::isVersion2, "cannot read the data");

    DeploymentException failure = failureOf(viking, app("2", volume));

    assertThat(versions()).containsExactly("1");
    assertThat(failure).hasMessageContaining("cannot read the data");
  }

  @Test
  void leavesAllAsItStandsWhereNothingIsToBeRolledBack() {
    viking.deploy(app("1", job -> job.scale(2)));
    launcher.neverReachable(RollingUpdateTest::isVersion2, "look at me");
    try (Viking keeping = open(false)) {

      DeploymentException failure = failureOf(keeping, app("2", job -> job.scale(2)));

      assertThat(failure.rolledBack()).isEmpty();
      assertThat(versions()).containsExactlyInAnyOrder("1", "1", "2");
    }
  }

  @Test
  void aFirstDeploymentThatFailsIsLeftAsItIs() {
    launcher.neverReachable(RollingUpdateTest::isVersion2, "look at me");

    DeploymentException failure = failureOf(viking, app("2", job -> job));

    assertThat(failure.rolledBack()).isEmpty();
    assertThat(versions()).containsExactly("2");
  }

  @Test
  void stopsNothingOnceTheLockIsLostWhileConnectionsEnd() {
    viking.deploy(app("1", job -> job.scale(2)));
    agents.connections(1);
    heard =
        event -> {
          if (event.phase() == Phase.DRAINING) {
            store.revoke();
          }
        };

    List<String> calls =
        callsOf(
            () ->
                assertThat(failureOf(viking, app("2", job -> job.scale(2))))
                    .hasCauseInstanceOf(StackLockLostException.class));

    assertThat(calls).containsExactly("start");
    assertThat(versions()).containsExactlyInAnyOrder("1", "1", "2");
  }

  @Test
  void whatADeadDeployerHadAnnouncedIsReplacedAtOnceAndDrained() {
    viking.deploy(app("1", job -> job.scale(2)));
    try (var dead =
        store.locks().acquire(List.of(StackName.of("app")), Duration.ZERO, holder -> {})) {
      dead.announceRemoval(instances());
    }

    List<String> calls = callsOf(() -> viking.deploy(app("1", job -> job.scale(2))));

    assertThat(calls).containsExactly("start", "start", "remove", "remove");
  }
}
