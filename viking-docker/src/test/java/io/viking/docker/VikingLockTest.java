package io.viking.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.viking.docker.launch.FakeLauncher;
import io.viking.docker.launch.JobDefinitions;
import io.viking.docker.plan.ActualInstance.State;
import io.viking.docker.plan.Labels;
import io.viking.docker.plan.Plan;
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
import io.viking.ports.LockHolder;
import io.viking.ports.PortRange;
import io.viking.ports.StackLock;
import io.viking.ports.StackLockLostException;
import io.viking.ports.StackLockedException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several programs, or threads, that change one stack. */
@Timeout(60)
class VikingLockTest {
  private static final Host ONE = Host.of("node-1", "10.0.0.1", "tcp://10.0.0.1:2376");
  private static final StackName APP = StackName.of("app");
  private static final ServiceName WEB = ServiceName.of("app", "web");

  @TempDir private Path folder;
  private final RevocableStore store = new RevocableStore(ClusterStore.inMemory(PortRange.DEFAULT));
  private final FakeLauncher launcher =
      FakeLauncher.registering(JobDefinitions.json(), store.endpoints());
  private final List<LockHolder> waitedFor = new CopyOnWriteArrayList<>();
  private FakeAgents agents;
  private Viking viking;

  @BeforeEach
  void start() {
    store.hosts().announce(ONE);
    agents = FakeAgents.on(store, ONE);
    launcher.withImage(ONE, "myapp/web", ExposedPort.tcp(80));
    viking = open(Duration.ofSeconds(40));
  }

  @AfterEach
  void close() {
    agents.close();
    viking.close();
  }

  private Viking open(Duration wait) {
    return open(wait, event -> {});
  }

  private Viking open(Duration wait, Consumer<ProgressEvent> progress) {
    return Viking.builder()
        .store(store)
        .launcher(launcher)
        .host(ONE)
        .deploymentFolder(folder)
        .startTimeout(Duration.ofSeconds(5))
        .lockWait(wait)
        .progress(
            new ProgressListener() {
              @Override
              public void onProgress(ProgressEvent event) {
                progress.accept(event);
              }

              @Override
              public void onWaiting(LockHolder holder) {
                waitedFor.add(holder);
              }
            })
        .build();
  }

  private StackLock hold(StackName stack) {
    return store.locks().acquire(List.of(stack), Duration.ZERO, holder -> {});
  }

  private static Stack app(String version, String... jobs) {
    return Stack.of(
        "app",
        Stream.of(jobs)
            .map(
                job ->
                    Job.builder()
                        .name(JobName.of(job))
                        .image("myapp/web")
                        .putEnvironment("VERSION", version)
                        .build())
            .toArray(Job[]::new));
  }

  private List<InstanceId> instances() {
    return viking.status().instances().stream().map(status -> status.instance().id()).toList();
  }

  private List<String> versions() {
    return instances().stream()
        .map(id -> launcher.spec(ONE, id).environment().get("VERSION"))
        .distinct()
        .toList();
  }

  @Test
  void whateverChangesAStackIsRefusedWhileAnotherProgramDoes() {
    viking.deploy(app("1", "web"));
    Plan earlier = viking.plan(app("2", "web"));
    List<String> before = launcher.calls();
    Viking impatient = open(Duration.ZERO);
    List<ThrowingCallable> changes =
        List.of(
            () -> impatient.deploy(app("2", "web")),
            impatient::deployFolder,
            () -> impatient.apply(earlier),
            () -> impatient.scale(WEB, 2),
            () -> impatient.remove(WEB),
            () -> impatient.remove(APP));

    try (StackLock held = hold(APP)) {
      assertThat(changes)
          .allSatisfy(
              change ->
                  assertThatThrownBy(change)
                      .isInstanceOf(StackLockedException.class)
                      .hasMessageContainingAll("stack 'app'", "Waited 0 s"));
      assertThat(held.isHeld()).isTrue();
    }

    assertThat(launcher.calls()).isEqualTo(before);
    assertThat(viking.folder().stack(APP)).contains(app("1", "web"));
  }

  @Test
  void anotherStackIsNotWaitedFor() {
    try (StackLock held = hold(StackName.of("shared"))) {
      assertThat(viking.deploy(app("1", "web")).instances()).hasSize(1);
      assertThat(held.isHeld()).isTrue();
    }
    assertThat(waitedFor).isEmpty();
  }

  @Test
  void lookingAtThingsNeedsNoLock() {
    try (StackLock held = hold(APP)) {
      assertThat(viking.plan(app("1", "web")).starts()).hasSize(1);
      assertThat(viking.status().instances()).isEmpty();
      assertThat(held.isHeld()).isTrue();
    }
  }

  @Test
  void tellsWhomItWaitsForAndPlansByWhatThatOneHasLeft() throws Exception {
    StackLock held = hold(APP);
    CompletableFuture<Deployment> second =
        CompletableFuture.supplyAsync(() -> viking.deploy(app("1", "web")));
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (waitedFor.isEmpty() && System.nanoTime() - end < 0) {
      Thread.onSpinWait();
    }
    assertThat(waitedFor).extracting(LockHolder::stack).containsExactly(APP);
    viking.plan(app("1", "web")).starts().forEach(start -> launcher.start(ONE, start.spec()));

    held.close();

    assertThat(second.get(30, TimeUnit.SECONDS).plan().isEmpty()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void twoVersionsAtOnceEndAsOneOfThem(int round) {
    List<CompletableFuture<Deployment>> both =
        Stream.of("a" + round, "b" + round)
            .map(
                version ->
                    CompletableFuture.supplyAsync(
                        () -> open(Duration.ofSeconds(40)).deploy(app(version, "x", "y", "z"))))
            .toList();

    both.forEach(deployment -> deployment.orTimeout(50, TimeUnit.SECONDS).join());

    assertThat(instances()).hasSize(3);
    assertThat(versions()).hasSize(1);
    assertThat(store.locks().holders()).isEmpty();
  }

  @Test
  void containersCarryTheNumberOfTheirDeploymentAndAreNotReplacedForIt() {
    InstanceId first = viking.deploy(app("1", "web")).instances().get(0).id();
    long number = Long.parseLong(launcher.spec(ONE, first).labels().get(Labels.DEPLOY));

    InstanceId second = viking.scale(WEB, 2).plan().starts().get(0).spec().instance();

    assertThat(instances()).contains(first, second);
    assertThat(Long.parseLong(launcher.spec(ONE, second).labels().get(Labels.DEPLOY)))
        .isGreaterThan(number);
  }

  /** A start that comes late finds nothing to start. */
  @Test
  void whatAnEarlierDeploymentMadeAndDidNotStartIsRemovedBeforeAnythingElse() {
    InstanceId half = viking.deploy(app("1", "web")).instances().get(0).id();
    launcher.state(ONE, half, State.CREATED);
    int before = launcher.calls().size();

    Deployment again = viking.deploy(app("1", "web"));

    assertThat(launcher.calls().get(before)).isEqualTo("remove node-1 " + half);
    assertThat(again.plan().removals()).isEmpty();
    assertThat(again.plan().starts()).hasSize(1);
    assertThat(instances()).hasSize(1).doesNotContain(half);
  }

  @Test
  void whatAnEarlierDeploymentBeganToRemoveIsReplacedThoughItRuns() {
    InstanceId doomed = viking.deploy(app("1", "web")).instances().get(0).id();
    try (StackLock dead = hold(APP)) {
      dead.announceRemoval(List.of(doomed));
    }

    Plan plan = viking.deploy(app("1", "web")).plan();

    assertThat(plan.removals())
        .singleElement()
        .satisfies(
            removal -> {
              assertThat(removal.instance()).isEqualTo(doomed);
              assertThat(removal.reason())
                  .isEqualTo("an earlier deployment had begun to remove it");
            });
    assertThat(instances()).hasSize(1).doesNotContain(doomed);
    assertThat(viking.deploy(app("1", "web")).plan().isEmpty()).isTrue();
  }

  @Test
  void aRemovalIsAnnouncedBeforeTheEngineIsAskedAndConfirmedAfterwards() {
    viking.deploy(app("1", "web"));
    viking.deploy(app("2", "web"));

    try (StackLock next = hold(APP)) {
      assertThat(next.announcedRemovals()).isEmpty();
    }
  }

  @Test
  void nothingMoreIsBegunOnceTheLockIsLost() {
    Job volume =
        Job.builder()
            .name(JobName.of("db"))
            .image("myapp/web")
            .addVolumes(VolumeMount.parse("/data"))
            .build();
    viking.deploy(app("1", "web", "other"));
    int before = launcher.calls().size();
    launcher.failStarts(
        spec -> {
          store.revoke();
          return false;
        });

    DeploymentException failure =
        catchThrowableOfType(
            DeploymentException.class, () -> viking.deploy(app("2", "web", "other").with(volume)));

    assertThat(failure)
        .hasCauseInstanceOf(StackLockLostException.class)
        .hasMessageContainingAll("stopped half-way", "Stopped: the lock of stack 'app' is lost");
    assertThat(launcher.calls().stream().skip(before)).noneMatch(call -> call.startsWith("remove"));
    assertThat(versions()).containsExactly("1");
    assertThat(instances()).hasSize(2);
  }

  /** The progress listener hears that the instance, which stays, is reachable. */
  @Test
  void aDeploymentThatLosesItsLockAtTheEndIsNoSuccess() {
    viking.deploy(app("1", "web"));
    Viking doomed = open(Duration.ZERO, event -> store.revoke());

    assertThat(viking.plan(app("1", "web")).kept()).hasSize(1);
    assertThatThrownBy(() -> doomed.deploy(app("1", "web")))
        .isInstanceOf(DeploymentException.class)
        .hasCauseInstanceOf(StackLockLostException.class);
  }
}
