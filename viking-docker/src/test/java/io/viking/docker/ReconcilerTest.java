package io.viking.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.viking.docker.launch.FakeLauncher;
import io.viking.docker.launch.JobDefinitions;
import io.viking.docker.reconcile.ClusterEvent;
import io.viking.docker.reconcile.ClusterEvent.Kind;
import io.viking.docker.testing.Await;
import io.viking.model.Host;
import io.viking.model.Job;
import io.viking.model.Stack;
import io.viking.ports.ClusterStore;
import io.viking.ports.LoggedEvent;
import io.viking.ports.PortRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReconcilerTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Duration NEVER = Duration.ofHours(1);
  private static final Host ONE = Host.of("node-1", "10.0.0.1", "tcp://10.0.0.1:2376");

  @TempDir private Path folder;
  private final ClusterStore store = ClusterStore.inMemory(PortRange.DEFAULT);
  private final FakeLauncher launcher =
      FakeLauncher.registering(JobDefinitions.json(), store.endpoints());
  private Viking viking;

  @BeforeEach
  void start() {
    store.hosts().announce(ONE);
    launcher.withImage(ONE, "web:1");
    viking =
        Viking.builder()
            .store(store)
            .launcher(launcher)
            .host(ONE)
            .deploymentFolder(folder)
            .stopGrace(Duration.ZERO)
            .build();
  }

  @AfterEach
  void close() {
    viking.close();
  }

  @Test
  void anEditIsNoticedLongBeforeTheNextLook() throws IOException {
    try (Reconciler reconciler = Reconciler.builder(viking).interval(NEVER).build().start()) {
      write("image: web:1\n");
      await("the job runs", 1);
      write("image: web:1\nscale: 3\n");
      await("the edit is followed", 3);
      assertThat(reconciler.events()).extracting(ClusterEvent::kind).contains(Kind.DONE);
    }
  }

  @Test
  void aProgramMayWantStacksWithoutAFolder() {
    List<Stack> wanted =
        new CopyOnWriteArrayList<>(List.of(Stack.of("app", Job.of("web", "web:1"))));
    try (Reconciler reconciler =
        Reconciler.builder(viking)
            .desired(() -> List.copyOf(wanted))
            .interval(NEVER)
            .build()
            .start()) {
      await("the first stack runs", 1);
      wanted.add(Stack.of("other", Job.of("web", "web:1")));

      reconciler.lookNow();

      await("both run", 2);
    }
  }

  @Test
  void everyEventIsKeptAndToldToTheListenerAndToSubscribers() throws IOException {
    List<ClusterEvent> heard = new CopyOnWriteArrayList<>();
    Subscriber subscriber = new Subscriber();
    try (Reconciler reconciler = Reconciler.builder(viking).listener(heard::add).build()) {
      reconciler.publisher().subscribe(subscriber);
      write("image: web:1\n");
      reconciler.start();
      await("the job runs", 1);
      Await.until(
          SOON, () -> "done: " + heard, () -> heard.stream().anyMatch(e -> e.kind() == Kind.DONE));
      assertThat(reconciler.events()).containsExactlyElementsOf(heard);
    }
    Await.until(SOON, () -> "completed", () -> subscriber.completed);
    assertThat(subscriber.events).containsExactlyElementsOf(heard);
  }

  @Test
  void everyEventIsRecordedInTheStoreForThoseElsewhere() throws IOException {
    write("image: web:1\n");
    try (Reconciler reconciler = Reconciler.builder(viking).build().start()) {
      await("app/web", 1);
      Await.until(
          SOON,
          () -> "recorded: " + store.events().after(0),
          () ->
              store.events().after(0).values().stream()
                  .anyMatch(event -> event.kind().equals("done")));

      assertThat(store.events().after(0).values())
          .extracting(LoggedEvent::subject)
          .containsAll(reconciler.events().stream().map(ClusterEvent::subject).toList());
    }
  }

  @Test
  void aSecretThatChangesReplacesItsContainerAndOneThatIsMissingHoldsUpNoOther()
      throws IOException {
    Path secret = Files.writeString(folder.resolve("secret"), "canary-1\n");
    write("image: web:1\nenv: {PASSWORD: {file: ../secret}}\n");
    try (Reconciler reconciler =
        Reconciler.builder(viking).interval(Duration.ofMillis(100)).build().start()) {
      Await.until(SOON, () -> "the value is there", () -> has("canary-1"));

      Files.writeString(secret, "canary-2\n");
      Await.until(SOON, () -> "the new value is there", () -> has("canary-2"));
      Files.delete(secret);
      Files.writeString(folder.resolve("app/api.yaml"), "image: web:1\n");
      await("the other job runs", 2);
      Await.until(
          SOON,
          () -> "what is missing is told: " + reconciler.events(),
          () ->
              reconciler.events().stream()
                  .anyMatch(
                      event ->
                          event.kind() == Kind.WAITING
                              && event.subject().equals("app/web")
                              && event.reason().contains("it does not exist")));

      assertThat(has("canary-2")).isTrue();
      assertThat(reconciler.events().toString()).doesNotContain("canary");
    }
  }

  private boolean has(String value) {
    return viking.status().instances().stream()
        .map(status -> launcher.spec(ONE, status.instance().id()).environment())
        .anyMatch(environment -> value.equals(environment.get("PASSWORD")));
  }

  @Test
  void closingItLooksNoMoreAndStopsNothing() throws IOException {
    write("image: web:1\n");
    Reconciler reconciler = Reconciler.builder(viking).build().start();
    await("the job runs", 1);

    reconciler.close();
    reconciler.close();

    assertThat(viking.status().instances()).hasSize(1);
    Await.until(
        SOON,
        () -> "its threads end",
        () ->
            Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .noneMatch(
                    name -> name.startsWith("viking-reconcile") || name.equals("viking-folder")));
  }

  @Test
  void refusesTimesThatAreNone() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Reconciler.builder(viking).interval(Duration.ZERO));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Reconciler.builder(viking).downAfter(Duration.ofSeconds(-1)));
  }

  private void await(String what, int instances) {
    Await.until(SOON, () -> what, () -> viking.status().instances().size() == instances);
  }

  private void write(String text) throws IOException {
    Files.createDirectories(folder.resolve("app"));
    Files.writeString(folder.resolve("app/web.yaml"), text);
  }

  /** Remembers what it hears. */
  private static final class Subscriber implements Flow.Subscriber<ClusterEvent> {
    private final List<ClusterEvent> events = new CopyOnWriteArrayList<>();
    private volatile boolean completed;

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(ClusterEvent event) {
      events.add(event);
    }

    @Override
    public void onError(Throwable failure) {
      throw new AssertionError(failure);
    }

    @Override
    public void onComplete() {
      completed = true;
    }
  }
}
