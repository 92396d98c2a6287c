package io.viking.docker.registrar;

import static io.viking.docker.registrar.FakeContainer.mongo;
import static io.viking.docker.registrar.FakeContainer.running;
import static org.assertj.core.api.Assertions.assertThat;

import io.viking.docker.engine.EngineClient;
import io.viking.docker.engine.EngineOptions;
import io.viking.docker.testing.Await;
import io.viking.model.InstanceId;
import io.viking.model.Pid;
import io.viking.model.ServiceName;
import io.viking.ports.ClusterStore;
import io.viking.ports.Endpoint;
import io.viking.ports.EndpointDirectory;
import io.viking.ports.EndpointSnapshot;
import io.viking.ports.PortRange;
import io.viking.ports.StoreUnavailableException;
import io.viking.ports.Subscription;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RegistrarTest {
  private static final Duration DEADLINE = Duration.ofSeconds(20);
  private static final String MONGO = "mystack_mongo.a6df32";

  private final ClusterStore store = ClusterStore.inMemory(PortRange.DEFAULT);
  private final List<AutoCloseable> open = new ArrayList<>();
  private volatile String probeAnswer = "";
  private FakeEngine engine;

  RegistrarTest() throws Exception {
    engine = new FakeEngine();
  }

  private static StoreUnavailableException away() {
    return new StoreUnavailableException("away", null);
  }

  @BeforeEach
  void keepForClosing() {
    open.add(engine);
    open.add(store);
  }

  @AfterEach
  void close() throws Exception {
    for (int i = open.size() - 1; i >= 0; i--) {
      open.get(i).close();
    }
  }

  @Test
  void registersContainersThatRanBeforeItCame() throws Exception {
    engine.put(mongo("a6df32", 49153));

    start(store.endpoints());

    awaitAddresses("10.0.0.1:49153");
  }

  @Test
  void registersAndRemovesAsContainersComeAndGo() throws Exception {
    start(store.endpoints());

    engine.put(mongo("a6df32", 49153)).emit(MONGO, "start");
    awaitAddresses("10.0.0.1:49153");
    engine.put(mongo("a6df32", 49153).state("exited")).emit(MONGO, "die");
    awaitAddresses();
    engine.remove(MONGO);
    engine.emit(MONGO, "destroy");

    awaitAddresses();
  }

  @Test
  void asksForSeveralContainersAtOnce() throws Exception {
    engine.put(mongo("a6df32", 49153)).holdInspection(MONGO);
    engine.put(mongo("bbbbbb", 49154)).holdInspection("mystack_mongo.bbbbbb");

    start(store.endpoints());

    Await.until(DEADLINE, () -> "both are asked for", () -> engine.inspected().size() == 2);
    engine.inspectAgain(MONGO);
    engine.inspectAgain("mystack_mongo.bbbbbb");
    awaitAddresses("10.0.0.1:49153", "10.0.0.1:49154");
  }

  @Test
  void registersTheFirstOfManyWhileTheEngineIsStillAskedForTheOthers() throws Exception {
    Registrar registrar =
        start(store.endpoints(), Duration.ofSeconds(10), /* resync= */ Duration.ofMinutes(1));
    registrar.synced().toCompletableFuture().get(20, TimeUnit.SECONDS);
    engine.put(mongo("a6df32", 49153)).holdInspection(MONGO);
    engine.emit(MONGO, "start"); // What happens while this is looked at is looked at together.
    Await.until(DEADLINE, () -> "one is asked for", () -> engine.inspected().contains(MONGO));
    for (int i = 0; i < 9; i++) {
      engine.put(mongo("bbbbb" + i, 50000 + i)).emit("mystack_mongo.bbbbb" + i, "start");
    }
    engine.holdInspection("mystack_mongo.bbbbb8");
    Await.until(
        DEADLINE,
        () -> "all are told: " + registrar.counters(),
        () -> registrar.counters().getOrDefault("engineEvents", 0L) == 10);

    engine.inspectAgain(MONGO);

    Await.until(
        DEADLINE,
        () -> "all but the last: " + addresses(),
        () -> addresses().size() == 9 && !addresses().contains("10.0.0.1:50008"));
    engine.inspectAgain("mystack_mongo.bbbbb8");
    Await.until(DEADLINE, () -> "all: " + addresses(), () -> addresses().size() == 10);
  }

  // An engine does not describe a container while it starts it, and the news of others would wait.
  @Test
  void doesNotAskForAContainerThatIsAboutToBeStarted() throws Exception {
    Registrar registrar =
        start(store.endpoints(), Duration.ofSeconds(10), /* resync= */ Duration.ofMinutes(1));
    registrar.synced().toCompletableFuture().get(20, TimeUnit.SECONDS);
    engine.put(mongo("bbbbbb", 49154).state("created"));
    engine.hangInspection("mystack_mongo.bbbbbb");

    engine.emit("mystack_mongo.bbbbbb", "create");
    engine.put(mongo("a6df32", 49153)).emit(MONGO, "create");
    engine.emit(MONGO, "start");

    awaitAddresses("10.0.0.1:49153");
    assertThat(engine.inspected()).containsExactly(MONGO);
  }

  @Test
  void looksAtAContainerThatIsNotStartedAfterAWhile() throws Exception {
    Registrar registrar = start(store.endpoints());
    registrar.synced().toCompletableFuture().get(20, TimeUnit.SECONDS);

    engine.put(mongo("a6df32", 49153).state("created")).emit(MONGO, "create");

    Await.until(DEADLINE, () -> "a look", () -> engine.inspected().contains(MONGO));
    assertThat(registrar.counters()).containsEntry("engineChangesMissedByEvents", 0L);
  }

  @Test
  void followsAContainerToTheNewPortThatItHasAfterARestart() throws Exception {
    engine.put(mongo("a6df32", 49153));
    start(store.endpoints());
    awaitAddresses("10.0.0.1:49153");

    engine.put(mongo("a6df32", 0).restarted("2026-11-24T13:00:00Z", 49160)).emit(MONGO, "start");

    awaitAddresses("10.0.0.1:49160");
  }

  @Test
  void believesTheContainersStateAndNotTheOrderOfEvents() throws Exception {
    engine.put(mongo("a6df32", 49153).state("exited"));
    engine.put(mongo("bbbbbb", 49154));
    Registrar registrar = start(store.endpoints());
    awaitAddresses("10.0.0.1:49154");

    engine.emit(MONGO, "die");
    engine.emit(MONGO, "start");
    engine.emit("mystack_mongo.bbbbbb", "start");
    engine.emit("mystack_mongo.bbbbbb", "die");
    registrar.refresh().toCompletableFuture().get(20, TimeUnit.SECONDS);

    awaitAddresses("10.0.0.1:49154");
    assertThat(registrar.registered())
        .extracting(endpoint -> endpoint.address().toString())
        .containsExactly("10.0.0.1:49154");
  }

  // registrator#377, #712: nothing is noticed any more, and nobody knows.
  @Test
  void noticesWhatAStalledStreamHasNotTold() throws Exception {
    Registrar registrar = start(store.endpoints());
    registrar.synced().toCompletableFuture().get(20, TimeUnit.SECONDS);
    engine.stall();

    engine.put(mongo("a6df32", 49153)).emit(MONGO, "start");

    awaitAddresses("10.0.0.1:49153");
    Await.until(DEADLINE, () -> "a second subscription", () -> engine.subscriptions() > 1);
    assertThat(registrar.counters()).containsEntry("engineChangesMissedByEvents", 1L);
  }

  @Test
  void subscribesAgainWhenTheStreamEnds() throws Exception {
    Registrar registrar = start(store.endpoints());
    registrar.synced().toCompletableFuture().get(20, TimeUnit.SECONDS);

    engine.endStreams();
    Await.until(DEADLINE, () -> "a second subscription", () -> engine.subscriptions() > 1);
    engine.put(mongo("a6df32", 49153)).emit(MONGO, "start");

    awaitAddresses("10.0.0.1:49153");
  }

  @Test
  void keepsWhatIsRegisteredWhileTheEngineIsAwayAndHealthy() throws Exception {
    engine.put(mongo("a6df32", 49153));
    Registrar registrar = start(store.endpoints());
    awaitAddresses("10.0.0.1:49153");

    engine.down();
    Await.until(DEADLINE, () -> "absence noticed", () -> registrar.engineAway().isPresent());

    assertThat(addresses()).containsExactly("10.0.0.1:49153");
  }

  // registrator#5, #505, #184, #325: endpoints of containers that are long gone.
  @Test
  void leavesNoGhostsOfContainersThatEndedWhileTheEngineWasAway() throws Exception {
    engine.put(mongo("a6df32", 49153)).put(mongo("bbbbbb", 49154));
    Registrar registrar = start(store.endpoints());
    awaitAddresses("10.0.0.1:49153", "10.0.0.1:49154");

    engine.down();
    Await.until(DEADLINE, () -> "absence noticed", () -> registrar.engineAway().isPresent());
    engine.remove(MONGO);
    engine.up();

    awaitAddresses("10.0.0.1:49154");
  }

  @Test
  void leavesNoGhostsWhenItIsClosed() throws Exception {
    engine.put(mongo("a6df32", 49153));
    Registrar registrar = start(store.endpoints());
    awaitAddresses("10.0.0.1:49153");

    registrar.close();

    assertThat(addresses()).isEmpty();
  }

  @Test
  void waitsForAnEngineThatIsNotThereYet() throws Exception {
    engine.put(mongo("a6df32", 49153));
    engine.down();
    Registrar registrar = start(store.endpoints());
    Await.until(
        DEADLINE,
        () -> "a failure",
        () -> registrar.counters().getOrDefault("engineFailures", 0L) > 0);

    engine.up();

    awaitAddresses("10.0.0.1:49153");
  }

  // registrator#578, #512.
  @Test
  void registersOnlyOnceTheServiceAnswersAndSaysWhatItWaitsFor() throws Exception {
    probeAnswer = "Connection refused";
    engine.put(mongo("a6df32", 49153));
    Registrar registrar = start(store.endpoints());
    Await.until(
        DEADLINE,
        () -> "the reason in " + registrar.waiting(),
        () -> registrar.waiting().containsValue("Connection refused"));
    List<String> before = addresses();

    probeAnswer = "";

    awaitAddresses("10.0.0.1:49153");
    assertThat(before).isEmpty();
    assertThat(registrar.waiting()).isEmpty();
  }

  @Test
  void removesAServiceThatCeasesToAnswer() throws Exception {
    engine.put(mongo("a6df32", 49153));
    start(store.endpoints());
    awaitAddresses("10.0.0.1:49153");

    probeAnswer = "Connection refused";

    awaitAddresses();
  }

  @Test
  void withdrawsWhatIsAboutToBeRemovedAndPutsItBackIfItIsNot() throws Exception {
    engine.put(mongo("a6df32", 49153)).put(mongo("bbbbbb", 49154));
    Registrar registrar = start(store.endpoints());
    awaitAddresses("10.0.0.1:49153", "10.0.0.1:49154");

    registrar.departing(Set.of(mongoInstance("a6df32")));
    awaitAddresses("10.0.0.1:49154");
    registrar.departing(Set.of());

    awaitAddresses("10.0.0.1:49153", "10.0.0.1:49154");
  }

  @Test
  void registersNothingThatIsAboutToBeRemovedWhateverHappensToItMeanwhile() throws Exception {
    Registrar registrar = start(store.endpoints());
    registrar.departing(Set.of(mongoInstance("a6df32")));

    engine.put(mongo("a6df32", 49153)).emit(MONGO, "start");
    engine.put(mongo("bbbbbb", 49154)).emit("mystack_mongo.bbbbbb", "start");
    awaitAddresses("10.0.0.1:49154");
    engine.put(mongo("a6df32", 0).restarted("2026-11-24T13:00:00Z", 49160)).emit(MONGO, "start");
    registrar.refresh().toCompletableFuture().get(20, TimeUnit.SECONDS);

    Await.until(
        DEADLINE,
        () -> "healthy, all but " + registrar.waiting(),
        () -> registrar.waiting().isEmpty());
    assertThat(registrar.registered()).hasSize(1);
    registrar.departing(Set.of());
    awaitAddresses("10.0.0.1:49160", "10.0.0.1:49154");
  }

  private static InstanceId mongoInstance(String pid) {
    return new InstanceId(ServiceName.of("mystack", "mongo"), Pid.of(pid));
  }

  @Test
  void waitsForTheImagesOwnHealthcheck() throws Exception {
    engine.put(mongo("a6df32", 49153).health("starting"));
    Registrar registrar = start(store.endpoints());
    registrar.synced().toCompletableFuture().get(20, TimeUnit.SECONDS);
    List<String> before = addresses();

    engine.put(mongo("a6df32", 49153).health("healthy")).emit(MONGO, "health_status: healthy");

    awaitAddresses("10.0.0.1:49153");
    assertThat(before).isEmpty();
  }

  // ambassadord: a source address kept the links of the container that had it before.
  @Test
  void givesAnAddressThatIsUsedAgainTheLinksOfItsNewContainer() throws Exception {
    engine.put(linked("old", 1432));
    Registrar registrar = start(store.endpoints());
    awaitPermitted(registrar, Set.of(1432));

    engine.put(linked("old", 1432).state("exited"));
    engine.put(linked("new", 1433)).emit("new", "start");

    awaitPermitted(registrar, Set.of(1433));
  }

  @Test
  void findsAContainerWithoutAnEventWhenAskedToLookAgain() throws Exception {
    Registrar registrar = start(store.endpoints());
    registrar.synced().toCompletableFuture().get(20, TimeUnit.SECONDS);

    engine.put(linked("new", 1433));
    registrar.refresh().toCompletableFuture().get(20, TimeUnit.SECONDS);

    assertThat(registrar.view().permissions()).containsValue(Set.of(1433));
  }

  // A process can connect before the engine lists its container as running.
  @Test
  void findsAContainerThatHasJustStartedThoughItIsNotListedSoYet() throws Exception {
    engine.put(linked("new", 1433).state("created"));
    Registrar registrar = start(store.endpoints());
    registrar.synced().toCompletableFuture().get(20, TimeUnit.SECONDS);

    engine.put(linked("new", 1433).listed("created"));
    registrar.refresh().toCompletableFuture().get(20, TimeUnit.SECONDS);

    assertThat(registrar.view().permissions()).containsValue(Set.of(1433));
  }

  @Test
  void registersTheOthersWhenTheEngineCannotDescribeOneContainer() throws Exception {
    engine.put(running("broken")).breakInspection("broken");
    engine.put(mongo("a6df32", 49153));

    start(store.endpoints());

    awaitAddresses("10.0.0.1:49153");
  }

  @Test
  void registersTheOthersWhenTheEngineHangsOverOneContainer() throws Exception {
    engine.put(running("hanging")).hangInspection("hanging");
    engine.put(mongo("a6df32", 49153));

    start(store.endpoints(), Duration.ofMillis(500));

    awaitAddresses("10.0.0.1:49153");
  }

  @Test
  void keepsWhatIsKnownOfAContainerThatTheEngineCannotDescribeAnyMore() throws Exception {
    engine.put(mongo("a6df32", 49153));
    start(store.endpoints());
    awaitAddresses("10.0.0.1:49153");

    engine.breakInspection(MONGO);
    engine.emit(MONGO, "health_status: healthy");
    engine.put(mongo("bbbbbb", 49154)).emit("mystack_mongo.bbbbbb", "start");

    awaitAddresses("10.0.0.1:49153", "10.0.0.1:49154");
  }

  @Test
  void failsALookAgainOnceItIsClosed() throws Exception {
    Registrar registrar = start(store.endpoints());
    registrar.close();

    assertThat(registrar.refresh().toCompletableFuture())
        .failsWithin(DEADLINE)
        .withThrowableOfType(ExecutionException.class);
  }

  @Test
  void failsALookAgainWhileTheEngineIsAway() throws Exception {
    Registrar registrar = start(store.endpoints());
    registrar.synced().toCompletableFuture().get(20, TimeUnit.SECONDS);
    engine.down();
    Await.until(DEADLINE, () -> "absence noticed", () -> registrar.engineAway().isPresent());

    var look = registrar.refresh().toCompletableFuture();

    // Not a time-out, which would pass as a failure too.
    assertThat(look).failsWithin(DEADLINE).withThrowableOfType(ExecutionException.class);
  }

  @Test
  void goesOnWithTheViewWhileTheStoreIsAway() throws Exception {
    engine.put(mongo("a6df32", 49153));
    Registrar registrar = start(new FailingDirectory(store.endpoints(), away()));
    Await.until(DEADLINE, () -> "absence of the store noticed", registrar::storeAway);

    engine.put(linked("new", 1433)).emit("new", "start");

    awaitPermitted(registrar, Set.of(1433));
  }

  @Test
  void noticesThatTheStoreIsBackThoughNothingChangesOnTheHost() throws Exception {
    FailingDirectory directory = new FailingDirectory(store.endpoints(), away());
    engine.put(mongo("a6df32", 49153));
    Registrar registrar = start(directory);
    Await.until(DEADLINE, () -> "absence of the store noticed", registrar::storeAway);

    directory.mend();

    Await.until(DEADLINE, () -> "its return noticed", () -> !registrar.storeAway());
    assertThat(registrar.times().values()).allMatch(times -> times.registered().isPresent());
  }

  @Test
  void registersOnceAStoreThatFailedUnexpectedlyDoesSoNoMore() throws Exception {
    FailingDirectory directory =
        new FailingDirectory(store.endpoints(), new IllegalArgumentException("unexpected"));
    engine.put(mongo("a6df32", 49153));
    Registrar registrar = start(directory);
    Await.until(DEADLINE, () -> "the failure noticed", registrar::storeAway);

    directory.mend();

    awaitAddresses("10.0.0.1:49153");
  }

  @Test
  void takesBackOnceAStoreThatFailedUnexpectedlyDoesSoNoMore() throws Exception {
    FailingDirectory directory =
        new FailingDirectory(store.endpoints(), new IllegalArgumentException("unexpected"));
    directory.mend();
    engine.put(mongo("a6df32", 49153));
    Registrar registrar = start(directory);
    awaitAddresses("10.0.0.1:49153");

    directory.fail();
    engine.remove(MONGO);
    engine.emit(MONGO, "die");
    Await.until(DEADLINE, () -> "the failure noticed", registrar::storeAway);
    directory.mend();

    awaitAddresses();
  }

  private Registrar start(EndpointDirectory directory) {
    return start(directory, Duration.ofSeconds(10));
  }

  private Registrar start(EndpointDirectory directory, Duration responseTimeout) {
    return start(directory, responseTimeout, Duration.ofMillis(200));
  }

  private Registrar start(EndpointDirectory directory, Duration responseTimeout, Duration resync) {
    EngineClient client =
        EngineClient.open(
            engine.address(), EngineOptions.builder().responseTimeout(responseTimeout).build());
    open.add(client);
    HostViews views =
        new HostViews(
            ViewSettings.builder()
                .hostName("node-1")
                .publishAddress("10.0.0.1")
                .networkPath("/viking/network")
                .defaultHealth(
                    io.viking.model.Health.builder().interval(Duration.ofMillis(20)).build())
                .build());
    RegistrarOptions options =
        RegistrarOptions.builder()
            .resync(resync)
            .firstRetry(Duration.ofMillis(20))
            .lastRetry(Duration.ofMillis(100))
            .build();
    Registrar registrar =
        Registrar.start(
            new Registrar(
                "node-1",
                EngineView.of(client),
                directory,
                views,
                options,
                view -> {},
                timer -> new AnsweringIo()));
    open.add(registrar);
    return registrar;
  }

  private static FakeContainer linked(String id, int port) {
    return running(id)
        .address("172.17.0.2")
        .env("BACKEND_" + port, "memory://local/viking/network/shared_mongo_" + port);
  }

  private List<String> addresses() {
    return store.endpoints().snapshot().of("mystack_mongo_27017").stream()
        .map(endpoint -> endpoint.address().toString())
        .toList();
  }

  private void awaitAddresses(String... expected) {
    Await.until(
        DEADLINE,
        () -> List.of(expected) + " in " + addresses(),
        () -> addresses().equals(List.of(expected)));
  }

  private static void awaitPermitted(Registrar registrar, Set<Integer> ports) throws Exception {
    InetAddress source = InetAddress.getByName("172.17.0.2");
    Await.until(
        DEADLINE,
        () -> ports + " in " + registrar.view().permissions(),
        () -> ports.equals(registrar.view().permissions().get(source)));
  }

  /** Answers every probe at once with what the test has set. */
  private final class AnsweringIo implements ProbeIo {
    @Override
    public void probe(ProbeSpec spec, Consumer<String> result) {
      result.accept(probeAnswer);
    }

    @Override
    public void close() {}
  }

  /** A directory whose changes fail until it is mended. */
  private static final class FailingDirectory implements EndpointDirectory {
    private final EndpointDirectory mended;
    private final RuntimeException failure;
    private volatile boolean failing = true;

    FailingDirectory(EndpointDirectory mended, RuntimeException failure) {
      this.mended = mended;
      this.failure = failure;
    }

    void mend() {
      failing = false;
    }

    void fail() {
      failing = true;
    }

    private EndpointDirectory now() {
      if (failing) {
        throw failure;
      }
      return mended;
    }

    @Override
    public void register(Endpoint endpoint) {
      now().register(endpoint);
    }

    @Override
    public void deregister(String service, String id) {
      now().deregister(service, id);
    }

    @Override
    public EndpointSnapshot snapshot() {
      return now().snapshot();
    }

    @Override
    public Subscription watch(Consumer<EndpointSnapshot> listener) {
      return mended.watch(listener);
    }
  }
}
