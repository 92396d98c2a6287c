package io.viking.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.viking.docker.ProgressEvent.Phase;
import io.viking.docker.launch.FakeLauncher;
import io.viking.docker.launch.JobDefinitions;
import io.viking.docker.plan.ActualInstance.State;
import io.viking.docker.plan.ContainerSpec;
import io.viking.docker.plan.Kept;
import io.viking.docker.plan.PlacementException;
import io.viking.docker.plan.Plan;
import io.viking.docker.plan.ServiceChange;
import io.viking.docker.plan.Start;
import io.viking.model.ExposedPort;
import io.viking.model.Host;
import io.viking.model.InvalidStackException;
import io.viking.model.Job;
import io.viking.model.JobName;
import io.viking.model.Link;
import io.viking.model.ServiceName;
import io.viking.model.Stack;
import io.viking.model.StackName;
import io.viking.model.VolumeMount;
import io.viking.model.placement.Resources;
import io.viking.ports.ClusterStore;
import io.viking.ports.PortRange;
import io.viking.ports.StoreUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VikingTest {
  private static final Host ONE = Host.of("node-1", "10.0.0.1", "tcp://10.0.0.1:2376");
  private static final Host TWO = Host.of("node-2", "10.0.0.2", "tcp://10.0.0.2:2376");
  private static final Job MONGO = Job.of("mongo", "quarry/mongo");
  private static final Job WEB =
      Job.builder()
          .name(JobName.of("web"))
          .image("myapp/web")
          .expose(List.of(ExposedPort.tcp(80)))
          .addLinks(Link.parse("shared/mongo"))
          .build();

  @TempDir private Path folder;
  private final ClusterStore store = ClusterStore.inMemory(PortRange.DEFAULT);
  private final FakeLauncher launcher =
      FakeLauncher.registering(JobDefinitions.json(), store.endpoints());
  private final List<ProgressEvent> events = new CopyOnWriteArrayList<>();
  private FakeAgents agents;
  private Viking viking;

  @BeforeEach
  void start() {
    store.hosts().announce(ONE);
    agents = FakeAgents.on(store, ONE);
    launcher.withImage(ONE, "quarry/mongo", ExposedPort.tcp(27017));
    launcher.withImage(TWO, "quarry/mongo", ExposedPort.tcp(27017));
    launcher.withImage(ONE, "myapp/web", ExposedPort.tcp(80));
    launcher.withImage(TWO, "myapp/web", ExposedPort.tcp(80));
    viking =
        Viking.builder()
            .store(store)
            .launcher(launcher)
            .host(ONE)
            .deploymentFolder(folder)
            .startTimeout(Duration.ofSeconds(5))
            .progress(events::add)
            .build();
  }

  @AfterEach
  void close() {
    agents.close();
    viking.close();
  }

  /** Nothing listens on port 1. */
  @Test
  void theBuildersDeadlineBoundsEveryCallToEtcd() {
    try (Viking away =
        Viking.builder()
            .etcd("127.0.0.1:1")
            .deadline(Duration.ofMillis(300))
            .launcher(launcher)
            .build()) {
      assertThatThrownBy(() -> away.store().ports().list())
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageContainingAll("http://127.0.0.1:1", "within 300 ms");
    }
  }

  @Test
  void deploysAStackWhosePortsOnlyItsImageKnows() {
    Deployment deployment = viking.deploy(Stack.of("shared", MONGO));

    assertThat(deployment.instances())
        .singleElement()
        .satisfies(
            instance -> {
              assertThat(instance.host()).isEqualTo(ONE);
              assertThat(instance.endpoints()).containsOnlyKeys(ExposedPort.tcp(27017));
            });
  }

  @Test
  void givesAConsumerTheAllocatedPortOfAStackDeployedEarlier() {
    viking.deploy(Stack.of("shared", MONGO));

    Start web = viking.plan(Stack.of("app", WEB)).starts().get(0);

    int allocated = store.ports().list().asMap().values().iterator().next();
    assertThat(web.spec().environment())
        .containsEntry("SHARED_MONGO_PORT_27017_TCP", "tcp://backends:" + allocated)
        .containsEntry("SHARED_MONGO_PORT_27017_TCP_ADDR", "backends")
        .containsEntry("BACKEND_" + allocated, store.network() + "/shared_mongo_27017")
        .containsEntry("SERVICE_80_NAME", "app_web_80");
    assertThat(web.spec().extraHosts()).containsExactly("backends:host-gateway");
  }

  /** What is asked for is read back from the engine: the second job is planned by what is there. */
  @Test
  void deploysNothingThatTheHostHasNoRoomFor() {
    launcher.withCapacity(ONE, new Resources(1L << 30, 4_000_000_000L));
    Job.Builder mongo = Job.builder().from(MONGO).memory(700L << 20);
    viking.deploy(Stack.of("shared", mongo.build()));

    assertThatThrownBy(() -> viking.deploy(Stack.of("other", mongo.memory(400L << 20).build())))
        .isInstanceOf(PlacementException.class)
        .hasMessageContaining("node-1: memory 400m is asked for, 324m of 1g is free");

    assertThat(viking.status().instances()).hasSize(1);
  }

  @Test
  void startsNothingWhenItPlans() {
    Plan plan = viking.plan(Stack.of("shared", MONGO));

    assertThat(plan.starts()).hasSize(1);
    assertThat(viking.status().instances()).isEmpty();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void doesNothingWhenTheStackIsDeployedAgain() {
    viking.deploy(Stack.of("shared", MONGO), Stack.of("app", WEB));

    Deployment again = viking.deploy(Stack.of("shared", MONGO), Stack.of("app", WEB));

    assertThat(again.plan().isEmpty()).isTrue();
    assertThat(again.instances()).hasSize(2);
  }

  @Test
  void makesATargetReachableBeforeItsConsumerStarts() {
    viking.deploy(Stack.of("app", WEB), Stack.of("shared", MONGO));

    List<String> order =
        events.stream().map(e -> e.instance().service().path() + " " + e.phase()).toList();
    assertThat(order.indexOf("shared/mongo " + Phase.REACHABLE))
        .isNotNegative()
        .isLessThan(order.indexOf("app/web " + Phase.STARTING));
  }

  @Test
  void saysWhatWasDoneWhatFailedAndWhatWasNotStarted() {
    launcher.failStarts(spec -> spec.instance().service().job().value().equals("middle"));
    Job middle = Job.builder().from(WEB).name(JobName.of("middle")).build();
    Job front =
        Job.builder()
            .from(WEB)
            .name(JobName.of("front"))
            .links(List.of(Link.parse("middle")))
            .build();

    DeploymentException failure =
        catchThrowableOfType(
            DeploymentException.class,
            () -> viking.deploy(Stack.of("shared", MONGO), Stack.of("app", middle, front)));

    assertThat(failure.done())
        .extracting(id -> id.service().path())
        .containsExactly("shared/mongo");
    assertThat(failure.failures().keySet())
        .extracting(id -> id.service().path())
        .containsExactly("app/middle");
    assertThat(failure.notStarted())
        .extracting(id -> id.service().path())
        .containsExactly("app/front");
    assertThat(failure).hasMessageContaining("on host node-1");
  }

  @Test
  void failsWhenATaskEndsWithAnError() {
    launcher.failStarts(
        spec -> {
          throw new LinkageError("a class is missing");
        });

    assertThatThrownBy(() -> viking.deploy(Stack.of("shared", MONGO)))
        .isInstanceOf(DeploymentException.class)
        .hasMessageContaining("a class is missing");
  }

  @Test
  void goesOnFromWhereAFailedDeploymentStopped() {
    launcher.failStarts(spec -> spec.instance().service().job().value().equals("web"));
    assertThatThrownBy(() -> viking.deploy(Stack.of("shared", MONGO), Stack.of("app", WEB)))
        .isInstanceOf(DeploymentException.class);
    launcher.failStarts(spec -> false);

    Deployment second = viking.deploy(Stack.of("shared", MONGO), Stack.of("app", WEB));

    assertThat(second.plan().starts())
        .extracting(start -> start.spec().instance().service().path())
        .containsExactly("app/web");
    assertThat(second.plan().kept()).hasSize(1);
  }

  @Test
  void givesUpAtOnceOnAnInstanceThatHasEnded() {
    Job idle = Job.builder().from(MONGO).expose(List.of()).build();
    Plan plan = viking.plan(Stack.of("shared", idle));
    Start start = plan.starts().get(0);
    viking.apply(plan);
    launcher.state(ONE, start.spec().instance(), State.STOPPED);
    Plan kept =
        new Plan(
            List.of(
                List.of(
                    ServiceChange.builder()
                        .service(start.spec().instance().service())
                        .addKept(new Kept(ONE, start.spec().instance()))
                        .build())));

    assertThatThrownBy(() -> viking.apply(kept))
        .isInstanceOf(DeploymentException.class)
        .hasMessageContaining("its process ended with exit code");
  }

  @Test
  void keepsAnInstanceThatWasRestartedOftenInItsLifeAndRunsNow() {
    Job idle = Job.builder().from(MONGO).expose(List.of()).build();
    Deployment first = viking.deploy(Stack.of("shared", idle));
    launcher.restarts(ONE, first.instances().get(0).id(), 7);

    Deployment again = viking.deploy(Stack.of("shared", idle));

    assertThat(again.plan().isEmpty()).isTrue();
  }

  @Test
  void refusesToStartOnAHostWithoutALiveAgent() {
    Viking both =
        Viking.builder()
            .store(store)
            .launcher(launcher)
            .hosts(List.of(ONE, TWO))
            .deploymentFolder(folder)
            .build();

    assertThatThrownBy(() -> both.deploy(Stack.of("shared", MONGO.withScale(2))))
        .isInstanceOf(HostsUnavailableException.class)
        .hasMessageContaining("node-2: live agents: node-1")
        .hasMessageContaining("viking bootstrap");
    assertThat(both.status().instances()).isEmpty();
  }

  @Test
  void refusesToPlanWhileAnEngineIsSilent() {
    launcher.reachable(ONE, false);

    assertThatThrownBy(() -> viking.plan(Stack.of("shared", MONGO)))
        .isInstanceOf(HostsUnavailableException.class)
        .hasMessageContaining("node-1: ");
  }

  @Test
  void namesTheFaultOfALinkThatLeadsNowhere() {
    assertThatThrownBy(() -> viking.deploy(Stack.of("app", WEB)))
        .isInstanceOf(InvalidStackException.class)
        .hasMessageContaining("job 'web' links to 'shared/mongo', which is not defined.");
    assertThat(viking.status().instances()).isEmpty();
  }

  @Test
  void fetchesAnImageThatTheHostLacks() {
    launcher.withRegistryImage("redis:7", ExposedPort.tcp(6379));

    Deployment deployment = viking.deploy(Stack.of("cache", Job.of("redis", "redis:7")));

    assertThat(deployment.instances())
        .singleElement()
        .satisfies(i -> assertThat(i.endpoints()).containsOnlyKeys(ExposedPort.tcp(6379)));
    assertThat(events).extracting(ProgressEvent::phase).contains(Phase.STARTED);
  }

  @Test
  void changesTheNumberOfInstancesAndRecordsIt() throws IOException {
    viking.deploy(Stack.of("shared", MONGO), Stack.of("app", WEB));

    Deployment scaled = viking.scale(ServiceName.of("app", "web"), 3);

    assertThat(scaled.plan().starts()).hasSize(2);
    assertThat(scaled.plan().kept()).hasSize(1);
    assertThat(Files.readString(folder.resolve("app/web.yaml"))).contains("scale: 3");
  }

  @Test
  void namesTheFaultWhenWhatAScaledServiceLinksToIsGone() {
    viking.deploy(Stack.of("shared", MONGO), Stack.of("app", WEB));
    viking.remove(StackName.of("shared"));

    assertThatThrownBy(() -> viking.scale(ServiceName.of("app", "web"), 2))
        .isInstanceOf(InvalidStackException.class)
        .hasMessageContaining("job 'web' links to 'shared/mongo', which is not defined.");
  }

  @Test
  void scalesToNoneAndBack() {
    viking.deploy(Stack.of("shared", MONGO), Stack.of("app", WEB));
    viking.scale(ServiceName.of("app", "web"), 0);

    Deployment back = viking.scale(ServiceName.of("app", "web"), 1);

    assertThat(back.plan().starts()).hasSize(1);
  }

  @Test
  void removesAStackWithItsJobFilesAndKeepsItsPorts() {
    viking.deploy(Stack.of("shared", MONGO), Stack.of("app", WEB));

    viking.remove(StackName.of("app"));

    assertThat(viking.status().instances())
        .extracting(status -> status.instance().id().service().path())
        .containsExactly("shared/mongo");
    assertThat(folder.resolve("app/web.yaml")).doesNotExist();
    assertThat(store.ports().list().asMap()).isNotEmpty();
  }

  @Test
  void deploysAJobThatWasPutIntoTheFolderByHand() throws IOException {
    Files.createDirectories(folder.resolve("app"));
    Files.writeString(folder.resolve("app/extra.json"), "{\"image\": \"myapp/web\", \"scale\": 2}");

    Deployment deployment = viking.deploy(Stack.of("shared", MONGO), Stack.of("app", WEB));

    assertThat(deployment.instances())
        .filteredOn(i -> i.id().service().path().equals("app/extra"))
        .hasSize(2);
  }

  @Test
  void remembersWhichHostAVolumeIsOn() {
    Job data = Job.builder().from(MONGO).addVolumes(VolumeMount.parse("/db/data")).build();

    viking.deploy(Stack.of("shared", data));

    assertThat(store.volumes().homes()).containsEntry("shared_mongo_db-data", "node-1");
  }

  @Test
  void readsTheDeployedJobBackFromTheLabels() {
    viking.deploy(Stack.of("shared", MONGO));

    ContainerSpec spec = launcher.spec(ONE, viking.status().instances().get(0).instance().id());

    assertThat(
            JobDefinitions.json()
                .read(JobName.of("mongo"), spec.labels().getOrDefault("viking.definition", "")))
        .hasValueSatisfying(
            job -> assertThat(job.expose()).contains(List.of(ExposedPort.tcp(27017))));
  }

  @Test
  void nothingIsPutOnADrainedHostAndWhatIsThereLeavesIt() {
    store.hosts().announce(TWO);
    try (Viking both =
        Viking.builder()
            .store(store)
            .launcher(launcher)
            .host(ONE)
            .host(TWO)
            .deploymentFolder(folder)
            .stopGrace(Duration.ZERO)
            .build()) {
      both.deploy(Stack.of("shared", MONGO));
      Host full = both.status().instances().get(0).instance().host();

      store.hosts().drain(full.name(), "ann");
      Plan plan = both.plan(Stack.of("shared", MONGO));

      assertThat(plan.starts())
          .singleElement()
          .satisfies(start -> assertThat(start.host()).isNotEqualTo(full))
          .satisfies(start -> assertThat(start.reason()).contains(full + " is drained"));
      store.hosts().uncordon(full.name());
      assertThat(both.plan(Stack.of("shared", MONGO)).isEmpty()).isTrue();
    }
  }
}
