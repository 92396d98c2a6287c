package io.viking.docker.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.viking.docker.engine.ContainerEvent.Action;
import io.viking.docker.engine.ContainerFacts.Health;
import io.viking.docker.engine.ContainerFacts.State;
import io.viking.docker.engine.EngineException.Kind;
import io.viking.docker.testing.Await;
import io.viking.docker.testing.ContainerProcess;
import io.viking.docker.testing.PrivateEngine;
import io.viking.docker.testing.WithPrivateEngine;
import io.viking.model.ExposedPort;
import io.viking.model.RestartPolicy;
import io.viking.ports.HostAndPort;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@WithPrivateEngine
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EngineClientIT {
  private static final String IMAGE = "viking-it/health:1";
  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final RestartPolicy NEVER = new RestartPolicy(RestartPolicy.Mode.NO, 0);
  private static final EngineOptions OPTIONS =
      EngineOptions.builder().responseTimeout(Duration.ofSeconds(5)).build();

  private final PrivateEngine privateEngine;
  private final EngineClient engine;

  EngineClientIT(PrivateEngine privateEngine) {
    this.privateEngine = privateEngine;
    this.engine = EngineClient.open(privateEngine.address(), OPTIONS);
  }

  @BeforeAll
  void makeImage() {
    privateEngine.image(
        IMAGE,
        "EXPOSE 80/tcp",
        "ENV GREETING=hello",
        "HEALTHCHECK --interval=1s CMD [\"test\", \"-e\", \"/healthy\"]");
  }

  @AfterEach
  void removeContainers() {
    engine.summaries().forEach(container -> engine.remove(container.id()));
  }

  @AfterAll
  void closeClient() {
    engine.close();
  }

  @Test
  void aRunningContainerIsToldWithItsAddressesAndPublishedPorts() {
    String id = engine.create(container("facts").publishAddress("127.0.0.1").build());

    engine.start(id);

    ContainerFacts facts = engine.container(id).orElseThrow();
    assertThat(facts.name()).isEqualTo("facts");
    assertThat(facts.state()).isEqualTo(State.RUNNING);
    assertThat(facts.health()).isIn(Health.STARTING, Health.UNHEALTHY);
    assertThat(facts.environment()).containsEntry("GREETING", "hello").containsEntry("A", "b=c");
    assertThat(facts.addresses()).singleElement().asString().startsWith("172.17.0.");
    assertThat(facts.startedAt()).isPresent();
    assertThat(facts.published().get(ExposedPort.tcp(80)))
        .extracting(HostAndPort::host)
        .containsExactly("127.0.0.1");
    assertThat(engine.containers()).containsExactly(facts);
  }

  @Test
  void aContainerThatWasNeverStartedHasNoAddressAndNoPort() {
    String id = engine.create(container("created").build());

    ContainerFacts facts = engine.container(id).orElseThrow();

    assertThat(facts.state()).isEqualTo(State.CREATED);
    assertThat(facts.addresses()).isEmpty();
    assertThat(facts.published()).isEmpty();
    assertThat(facts.startedAt()).isEmpty();
  }

  @Test
  void aRunningContainerCanBeRenamedAndKeptFromStartingAgain() {
    NewContainer always = container("before").restart(RestartPolicy.DEFAULT).build();
    String id = engine.create(always);
    engine.start(id);

    engine.rename(id, "after");
    engine.setRestart(id, NEVER);
    Optional<ContainerFacts> running = engine.container("after");
    ProcessHandle.of(ContainerProcess.of(id)).orElseThrow().destroyForcibly();

    assertThat(running).map(ContainerFacts::id).hasValue(id);
    assertThat(running).map(ContainerFacts::restart).hasValue(NEVER);
    Await.until(DEADLINE, () -> "its end", () -> !engine.container(id).orElseThrow().isRunning());
    ContainerFacts ended = engine.container(id).orElseThrow();
    assertThat(ended.state()).isEqualTo(State.EXITED);
    assertThat(ended.restartCount()).isZero();
    engine.setRestart(id, RestartPolicy.DEFAULT);
    assertThat(engine.container(id)).map(ContainerFacts::restart).hasValue(RestartPolicy.DEFAULT);
  }

  @Test
  void aContainerThatIsNotThereIsEmpty() {
    assertThat(engine.container("nobody")).isEmpty();
  }

  @Test
  void eventsAreHeardInOrderFromTheSubscriptionOn() {
    Recorder recorder = new Recorder();
    try (EventStream events = engine.events(Instant.now(), recorder)) {
      assertThat(events).isNotNull();
      String id = engine.create(container("events").build());
      engine.start(id);
      engine.remove(id);

      Await.until(
          DEADLINE, () -> "the end is heard", () -> recorder.actions().contains(Action.DESTROY));

      assertThat(recorder.actions())
          .containsSubsequence(Action.CREATE, Action.START, Action.DIE, Action.DESTROY);
      assertThat(recorder.heard).allMatch(event -> event.containerId().equals(id));
    }
    assertThat(recorder.ends).isEmpty();
  }

  @Test
  void eventsOfThePastAreHeardSinceThatTime() {
    Instant before = Instant.now();
    String id = engine.create(container("past").build());
    Recorder recorder = new Recorder();

    try (EventStream events = engine.events(before, recorder)) {
      assertThat(events).isNotNull();
      Await.until(DEADLINE, () -> "the past is heard", () -> !recorder.heard.isEmpty());
    }

    assertThat(recorder.heard.get(0).containerId()).isEqualTo(id);
    assertThat(recorder.heard.get(0).action()).isEqualTo(Action.CREATE);
    assertThat(recorder.heard.get(0).time()).isAfterOrEqualTo(before);
  }

  @Test
  void aChangeOfHealthIsAnEvent() {
    Recorder recorder = new Recorder();
    try (EventStream events = engine.events(Instant.now(), recorder)) {
      assertThat(events).isNotNull();
      NewContainer healthy =
          container("healthy")
              .command(
                  List.of("/bin/busybox", "sh", "-c", ":> /healthy; exec /bin/busybox sleep 99"))
              .build();
      String id = engine.create(healthy);
      engine.start(id);

      Await.until(
          DEADLINE,
          () -> "the health is heard",
          () -> recorder.actions().contains(Action.HEALTH_STATUS));

      assertThat(engine.container(id).orElseThrow().health()).isEqualTo(Health.HEALTHY);
    }
  }

  @Test
  void aKilledEngineEndsTheStreamAndItsSuccessorTakesANewOne() {
    Recorder recorder = new Recorder();
    // Leaves a connection that would break the first call to the successor, were it kept.
    engine.create(container("before").build());
    try (EventStream events = engine.events(Instant.now(), recorder)) {
      assertThat(events).isNotNull();
      privateEngine.kill();

      Await.until(DEADLINE, () -> "the end is told", () -> !recorder.ends.isEmpty());

      privateEngine.restart();
    }
    assertThat(recorder.ends).hasSize(1);
    Recorder again = new Recorder();
    try (EventStream events = engine.events(Instant.now(), again)) {
      assertThat(events).isNotNull();
      engine.create(container("again").build());
      Await.until(DEADLINE, () -> "events are heard", () -> !again.heard.isEmpty());
    }
  }

  @Test
  void aFrozenEngineFailsPingAndSubscriptionWithinTheDeadline() {
    engine.ping();
    privateEngine.freeze();

    try {
      assertThatThrownBy(engine::ping).satisfies(EngineClientIT::isUnreachable);
      assertThatThrownBy(() -> engine.events(Instant.now(), new Recorder()))
          .satisfies(EngineClientIT::isUnreachable);
    } finally {
      privateEngine.thaw();
    }

    engine.ping();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aSubscriptionThatAFrozenEngineDoesNotAnswerLeavesNoThread(boolean unix) {
    String address = unix ? privateEngine.address() : privateEngine.tcpAddress();
    EngineOptions impatient =
        EngineOptions.builder().responseTimeout(Duration.ofMillis(200)).build();
    try (EngineClient client = EngineClient.open(address, impatient)) {
      client.ping();
      privateEngine.freeze();

      try {
        assertThatThrownBy(() -> client.events(Instant.now(), new Recorder()))
            .satisfies(EngineClientIT::isUnreachable);

        Await.until(
            Duration.ofSeconds(20),
            () -> "no thread reads a stream, but " + streamThreads(),
            () -> streamThreads().isEmpty());
      } finally {
        privateEngine.thaw();
      }
    }
  }

  private static List<String> streamThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("docker-java-stream"))
        .toList();
  }

  @Test
  void theBridgesGatewayIsTold() {
    assertThat(engine.bridgeGateways().ipv4()).contains("172.17.0.1");
  }

  @Test
  void anImageIsToldByNameWithItsPorts() {
    ImageFacts image = engine.image(IMAGE).orElseThrow();

    assertThat(image.exposedPorts()).containsExactly(ExposedPort.tcp(80));
    assertThat(engine.images()).containsEntry(IMAGE, image.id());
  }

  @Test
  void aNameThatIsTakenIsAConflict() {
    engine.create(container("twice").build());

    assertThatThrownBy(() -> engine.create(container("twice").build()))
        .isInstanceOfSatisfying(
            EngineException.class, e -> assertThat(e.kind()).isEqualTo(Kind.CONFLICT))
        .hasMessageContainingAll(privateEngine.address(), "twice");
  }

  private static void isUnreachable(Throwable thrown) {
    assertThat(thrown)
        .isInstanceOfSatisfying(
            EngineException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNREACHABLE));
  }

  private static NewContainer.Builder container(String name) {
    return NewContainer.builder()
        .name(name)
        .image(IMAGE)
        .putEnvironment("A", "b=c")
        .addPorts(ExposedPort.tcp(80))
        .restart(RestartPolicy.parse("no"));
  }

  private static final class Recorder implements EventListener {
    final List<ContainerEvent> heard = new CopyOnWriteArrayList<>();
    final List<Optional<EngineException>> ends = new CopyOnWriteArrayList<>();

    @Override
    public void onEvent(ContainerEvent event) {
      heard.add(event);
    }

    @Override
    public void onEnd(Optional<EngineException> cause) {
      ends.add(cause);
    }

    List<Action> actions() {
      return heard.stream().map(ContainerEvent::action).toList();
    }
  }
}
