package io.viking.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.viking.docker.launch.FakeLauncher;
import io.viking.docker.launch.JobDefinitions;
import io.viking.docker.plan.ActualInstance.State;
import io.viking.docker.reconcile.ClusterEvent;
import io.viking.docker.reconcile.ClusterEvent.Kind;
import io.viking.model.Host;
import io.viking.model.InstanceId;
import io.viking.model.StackName;
import io.viking.ports.ClusterStore;
import io.viking.ports.PortRange;
import io.viking.ports.StackLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole loop on engines in memory, one look at a time. */
class ReconciliationTest {
  private static final Duration DOWN_AFTER = Duration.ofSeconds(15);
  private static final List<Host> HOSTS =
      List.of(
          Host.of("node-1", "10.0.0.1", "tcp://10.0.0.1:2376"),
          Host.of("node-2", "10.0.0.2", "tcp://10.0.0.2:2376"),
          Host.of("node-3", "10.0.0.3", "tcp://10.0.0.3:2376"));

  @TempDir private Path folder;
  private final ClusterStore store = ClusterStore.inMemory(PortRange.DEFAULT);
  private final FakeLauncher launcher =
      FakeLauncher.registering(JobDefinitions.json(), store.endpoints());
  private final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T00:00:00Z"));
  private final List<ClusterEvent> events = new ArrayList<>();
  private boolean yes;
  private Viking viking;
  private Reconciliation reconciliation;

  @BeforeEach
  void start() {
    for (Host host : HOSTS) {
      store.hosts().announce(host);
      launcher.withImage(host, "web:1").withImage(host, "web:2").withImage(host, "db:1");
    }
    viking =
        Viking.builder()
            .store(store)
            .launcher(launcher)
            .hosts(HOSTS)
            .deploymentFolder(folder)
            .startTimeout(Duration.ofSeconds(5))
            .stopGrace(Duration.ZERO)
            .build();
    reconciliation = reconciliation();
  }

  private Reconciliation reconciliation() {
    ReconciledCluster cluster = viking.reconciled();
    Lookout lookout =
        new Lookout(cluster, viking.folder()::look, DOWN_AFTER, removal -> yes, clock, events::add);
    return new Reconciliation(cluster, lookout, clock, Runnable::run, events::add, () -> {});
  }

  @AfterEach
  void close() {
    viking.close();
  }

  @Test
  void whatIsInTheFolderRunsAndAnEditIsFollowed() throws IOException {
    write("app/web.yaml", "image: web:1\nscale: 3\n");
    look();
    assertThat(running()).containsExactly(Map.entry("app/web", 3));

    write("app/web.yaml", "image: web:1\nscale: 5\n");
    look();

    assertThat(running()).containsExactly(Map.entry("app/web", 5));
    look();
    assertThat(events).last().extracting(ClusterEvent::kind).isEqualTo(Kind.DONE);
  }

  @Test
  void whereNothingDiffersNothingIsDoneAndNothingTold() throws IOException {
    write("app/web.yaml", "image: web:1\n");
    look();
    events.clear();
    List<String> calls = launcher.calls();

    pass(Duration.ofMinutes(1));

    assertThat(events).isEmpty();
    assertThat(launcher.calls()).isEqualTo(calls);
  }

  @Test
  void aBrokenFileKeepsTheOldVersionRunningAndIsToldOnceWithItsPlaceUntilMended()
      throws IOException {
    write("app/web.yaml", "image: web:1\nscale: 2\n");
    write("app/db.yaml", "image: db:1\n");
    look();
    List<String> before = instances();
    events.clear();

    write("app/web.yaml", "image: web:2\nscale: many\n");
    look();
    look();
    assertThat(instances()).isEqualTo(before);
    assertThat(events)
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.kind()).isEqualTo(Kind.FAULT);
              assertThat(event.subject()).isEqualTo(folder.resolve("app/web.yaml") + ":2:8");
              assertThat(event.reason())
                  .contains("The last good version of 'app/web' stays wanted.");
            });
    write("app/web.yaml", "image: web:2\nscale: 2\n");
    look();

    assertThat(events).extracting(ClusterEvent::kind).contains(Kind.MENDED, Kind.DONE);
    assertThat(instances()).doesNotContainAnyElementsOf(keepOnly(before, "app/web"));
  }

  @Test
  void theLastGoodVersionIsKeptRunningWhileItsFileIsBroken() throws IOException {
    write("app/web.yaml", "image: web:1\nscale: 2\n");
    look();
    write("app/web.yaml", "image:\n");
    look();

    end("app/web");
    pass(Duration.ofSeconds(2));

    assertThat(running()).containsExactly(Map.entry("app/web", 2));
  }

  @Test
  void aDeletedFileRemovesItsJobAndNothingElse() throws IOException {
    write("app/web.yaml", "image: web:1\n");
    write("app/db.yaml", "image: db:1\n");
    look();

    Files.delete(folder.resolve("app/web.yaml"));
    look();
    assertThat(running()).containsOnlyKeys("app/db", "app/web");
    pass(Duration.ofSeconds(3));

    assertThat(running()).containsOnlyKeys("app/db");
  }

  @Test
  void aDeletedFolderRemovesNothingUntilSomebodySaysYes() throws IOException {
    write("app/web.yaml", "image: web:1\nscale: 2\n");
    look();
    delete("app");
    pass(Duration.ofMinutes(5));
    assertThat(running()).containsExactly(Map.entry("app/web", 2));
    assertThat(events)
        .last()
        .satisfies(event -> assertThat(event.kind()).isEqualTo(Kind.HELD))
        .satisfies(event -> assertThat(event.reason()).contains("folder of stack 'app' is gone"));

    yes = true;
    pass(Duration.ofSeconds(5));

    assertThat(running()).isEmpty();
    assertThat(events).extracting(ClusterEvent::kind).contains(Kind.RELEASED);
  }

  @Test
  void aRootThatIsGoneRemovesNothing() throws IOException {
    write("app/web.yaml", "image: web:1\n");
    look();
    delete("app");
    Files.delete(folder);

    pass(Duration.ofMinutes(5));

    assertThat(running()).containsOnlyKeys("app/web");
    assertThat(events).last().extracting(ClusterEvent::kind).isEqualTo(Kind.FAULT);
    Files.createDirectory(folder);
  }

  @Test
  void moreThanHalfIsRemovedOnlyWhenSomebodySaysYes() throws IOException {
    write("app/web.yaml", "image: web:1\nscale: 6\n");
    write("app/db.yaml", "image: db:1\nscale: 2\n");
    look();
    write("app/web.yaml", "image: web:1\nscale: 1\n");
    write("app/db.yaml", "image: db:1\nscale: 3\n");
    pass(Duration.ofMinutes(1));
    assertThat(running()).containsEntry("app/web", 6).containsEntry("app/db", 3);
    assertThat(events)
        .extracting(ClusterEvent::reason)
        .contains(
            "5 of 8 instances would be removed, of app/web; they go on until somebody agrees\n"
                + "  Fix: if that is meant, let what decides about removals say yes: `viking watch"
                + " --allow-removal`, or a program's ReconcilerBuilder.approval");

    yes = true;
    pass(Duration.ofSeconds(5));

    assertThat(running()).containsEntry("app/web", 1);
  }

  @Test
  void whatRanOnALostHostIsMovedAndTheSurplusGoesWhenItIsBack() throws IOException {
    write("app/web.yaml", "image: web:1\nscale: 3\n");
    look();
    look(); // What was started is known from the next look on.
    launcher.reachable(HOSTS.get(1), false);
    look();
    clock.pass(DOWN_AFTER.minusSeconds(1));
    look();
    assertThat(starts()).hasSize(3);
    clock.pass(Duration.ofSeconds(1));
    look();

    assertThat(events)
        .extracting(ClusterEvent::reason)
        .anySatisfy(
            reason ->
                assertThat(reason)
                    .matches(
                        "on node-1: moved app_web_[0-9a-f]{6} from node-2 to node-1: node-2 has not"
                            + " answered for 15 s"));
    assertThat(starts()).hasSize(4);
    launcher.reachable(HOSTS.get(1), true);
    pass(Duration.ofSeconds(10));

    assertThat(running()).containsExactly(Map.entry("app/web", 3));
    assertThat(hostsOf("app/web")).containsExactly("node-1", "node-2", "node-3");
    assertThat(starts()).hasSize(4);
  }

  @Test
  void aHostThatFlapsMovesItsInstancesOnceAndIsLeftAloneThen() throws IOException {
    write("app/web.yaml", "image: web:1\nscale: 3\n");
    look();
    for (int i = 0; i < 10; i++) {
      launcher.reachable(HOSTS.get(1), false);
      pass(Duration.ofSeconds(20));
      launcher.reachable(HOSTS.get(1), true);
      pass(Duration.ofSeconds(20));
    }

    // Three at first, and one each time that it was trusted again: after 0 s, and never since.
    assertThat(starts()).hasSizeLessThanOrEqualTo(5);
    pass(Duration.ofMinutes(15));
    assertThat(running()).containsExactly(Map.entry("app/web", 3));
  }

  @Test
  void anInstanceThatEndsAgainAndAgainIsReplacedLessAndLessOften() throws IOException {
    write("app/web.yaml", "image: web:1\nrestart: no\n");
    write("app/db.yaml", "image: db:1\n");
    look();
    Instant begin = clock.instant();
    while (clock.instant().isBefore(begin.plus(Duration.ofMinutes(10)))) {
      end("app/web");
      pass(Duration.ofSeconds(1));
    }

    // 1 + 2 + 4 + ... + 256 s are 511 s.
    assertThat(starts().stream().filter(call -> call.contains("app_web"))).hasSizeBetween(9, 11);
    assertThat(starts().stream().filter(call -> call.contains("app_db"))).hasSize(1);
    assertThat(events)
        .filteredOn(event -> event.kind() == Kind.ENDED)
        .first()
        .extracting(ClusterEvent::reason)
        .asString()
        .contains("its process has ended; it is replaced after 1 s. Exit code 0");
  }

  @Test
  void whatHasEndedGoesFirstWhereThereIsTooMuch() throws IOException {
    write("app/web.yaml", "image: web:1\nscale: 3\n");
    look();
    end("app/web");

    write("app/web.yaml", "image: web:1\nscale: 2\n");
    look();

    assertThat(running()).containsExactly(Map.entry("app/web", 2));
    assertThat(events)
        .filteredOn(event -> event.kind() == Kind.REMOVING)
        .singleElement()
        .extracting(ClusterEvent::subject)
        .isEqualTo(
            events.stream()
                .filter(event -> event.kind() == Kind.ENDED)
                .findAny()
                .orElseThrow()
                .subject());
  }

  @Test
  void aStackThatFailsIsTriedAgainLessAndLessOftenAndHoldsUpNoOther() throws IOException {
    launcher.failStarts(spec -> spec.image().equals("web:2"));
    write("bad/web.yaml", "image: web:2\n");
    write("good/web.yaml", "image: web:1\n");

    pass(Duration.ofSeconds(20));

    assertThat(running()).containsExactly(Map.entry("good/web", 1));
    // At 5 and 15 s.
    assertThat(starts().stream().filter(call -> call.contains("bad_web"))).hasSize(3);
    assertThat(events)
        .filteredOn(event -> event.kind() == Kind.FAILED)
        .extracting(ClusterEvent::reason)
        .allSatisfy(reason -> assertThat(reason).contains("was made to fail", "tried again in"));
  }

  @Test
  void aVersionThatNeverWorksIsTriedEveryFiveMinutesInTheEnd() throws IOException {
    launcher.failStarts(spec -> spec.image().equals("web:2"));
    write("app/web.yaml", "image: web:1\n");
    look();
    write("app/web.yaml", "image: web:2\n");

    pass(Duration.ofHours(1));

    // After 5, 10, 20, ... 160 s, which takes 315 s, then each 300 s; and the one that works.
    assertThat(starts()).hasSize(1 + 7 + 10);
    assertThat(running()).containsExactly(Map.entry("app/web", 1));
    assertThat(events)
        .filteredOn(event -> event.kind() == Kind.FAILED)
        .last()
        .extracting(ClusterEvent::reason)
        .asString()
        .contains("'app/web' is tried again in 300 s", "At once when a file of theirs");
  }

  @Test
  void aServiceThatFailsHoldsUpNoOtherOfItsStack() throws IOException {
    launcher.failStarts(spec -> spec.image().equals("web:2"));
    write("app/web.yaml", "image: web:2\n");
    write("app/db.yaml", "image: db:1\n");
    pass(Duration.ofMinutes(10));

    end("app/db");
    pass(Duration.ofSeconds(3));

    assertThat(running()).containsExactly(Map.entry("app/db", 1));
  }

  @Test
  void whatFailedIsTriedAtOnceWhenTheHostsChange() throws IOException {
    launcher.failStarts(spec -> spec.image().equals("web:2"));
    write("app/web.yaml", "image: web:2\n");
    pass(Duration.ofMinutes(10));
    launcher.failStarts(spec -> false);

    store.hosts().drain(HOSTS.get(0).name(), "test");
    look();

    assertThat(running()).containsExactly(Map.entry("app/web", 1));
  }

  @Test
  void anEditOfAStackThatFailedIsTriedAtOnce() throws IOException {
    launcher.failStarts(spec -> spec.image().equals("web:2"));
    write("app/web.yaml", "image: web:2\n");
    pass(Duration.ofMinutes(2));

    write("app/web.yaml", "image: web:1\n");
    look();

    assertThat(running()).containsExactly(Map.entry("app/web", 1));
  }

  @Test
  void whatCannotBePlacedHindersNothingElseAndIsTold() throws IOException {
    write("app/gpu.yaml", "image: web:1\nfilter: gpu\n");
    write("app/web.yaml", "image: web:1\n");

    look();

    assertThat(running()).containsExactly(Map.entry("app/web", 1));
    assertThat(events)
        .filteredOn(event -> event.kind() == Kind.WAITING)
        .singleElement()
        .satisfies(event -> assertThat(event.subject()).isEqualTo("app/gpu"))
        .satisfies(event -> assertThat(event.reason()).contains("node-1: lacks tag gpu"));
  }

  @Test
  void aDrainedHostIsEmptiedAndUsedAgainWhenItIsTakenBack() throws IOException {
    write("app/web.yaml", "image: web:1\nscale: 3\n");
    look();
    store.hosts().drain("node-2", "ann");
    look();
    assertThat(hostsOf("app/web")).containsExactly("node-1", "node-3");
    store.hosts().uncordon("node-2");
    write("app/web.yaml", "image: web:1\nscale: 4\n");

    look();

    assertThat(hostsOf("app/web")).containsExactly("node-1", "node-2", "node-3");
    assertThat(events)
        .extracting(ClusterEvent::kind)
        .contains(Kind.HOST_DRAINED, Kind.HOST_UNCORDONED);
  }

  @Test
  void aStackThatSomebodyElseChangesHasToWaitAndTheOthersDoNot() throws IOException {
    write("app/web.yaml", "image: web:1\n");
    write("other/web.yaml", "image: web:1\n");
    try (StackLock lock =
        store.locks().acquire(List.of(StackName.of("app")), Duration.ZERO, holder -> {})) {
      look();
      assertThat(lock.isHeld()).isTrue();
      assertThat(running()).containsOnlyKeys("other/web");
    }

    look();

    assertThat(running()).containsOnlyKeys("app/web", "other/web");
  }

  @Test
  void aHostThatHasNeverAnsweredIsWaitedForBeforeAnythingIsDecided() throws IOException {
    write("app/web.yaml", "image: web:1\nscale: 3\n");
    look();
    launcher.reachable(HOSTS.get(1), false);
    reconciliation = reconciliation();

    pass(DOWN_AFTER.minusSeconds(1));
    assertThat(starts()).hasSize(3);
    pass(Duration.ofSeconds(2));

    assertThat(starts()).hasSize(4);
  }

  @Test
  void aStoreThatIsAwayIsToldOnceAndNothingIsDone() throws IOException {
    write("app/web.yaml", "image: web:1\n");
    ReconciledCluster cluster = viking.reconciled();
    Lookout blind =
        new Lookout(
            cluster,
            () -> {
              throw new IllegalStateException("the store is away");
            },
            DOWN_AFTER,
            removal -> false,
            clock,
            events::add);
    reconciliation =
        new Reconciliation(cluster, blind, clock, Runnable::run, events::add, () -> {});

    pass(Duration.ofMinutes(1));

    assertThat(events)
        .singleElement()
        .satisfies(event -> assertThat(event.kind()).isEqualTo(Kind.AWAY))
        .satisfies(event -> assertThat(event.reason()).contains("the store is away"));
    assertThat(running()).isEmpty();
  }

  private void look() {
    reconciliation.look();
  }

  /** A look each second. */
  private void pass(Duration time) {
    for (long i = 0; i < time.toSeconds(); i++) {
      clock.pass(Duration.ofSeconds(1));
      look();
    }
  }

  private void write(String file, String text) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.resolveSibling("."));
    Files.writeString(path, text);
  }

  private void delete(String stack) throws IOException {
    // With the versions that are kept there.
    try (var tree = Files.walk(folder.resolve(stack))) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private List<String> starts() {
    return launcher.calls().stream().filter(call -> call.startsWith("start ")).toList();
  }

  /** Ends one running instance of the service, if there is one. */
  private void end(String service) {
    viking.status().instances().stream()
        .filter(i -> i.instance().id().service().path().equals(service))
        .filter(i -> i.state() == State.RUNNING)
        .findFirst()
        .ifPresent(i -> launcher.state(i.instance().host(), i.instance().id(), State.STOPPED));
  }

  private List<String> instances() {
    return viking.status().instances().stream()
        .map(i -> i.instance().id())
        .map(InstanceId::toString)
        .toList();
  }

  private static List<String> keepOnly(List<String> instances, String service) {
    return instances.stream().filter(i -> i.startsWith(service.replace('/', '_'))).toList();
  }

  private Map<String, Integer> running() {
    Map<String, Integer> running = new TreeMap<>();
    viking.status().instances().stream()
        .filter(i -> i.state() == State.RUNNING)
        .forEach(i -> running.merge(i.instance().id().service().path(), 1, Integer::sum));
    return running;
  }

  private List<String> hostsOf(String service) {
    return viking.status().instances().stream()
        .filter(i -> i.instance().id().service().path().equals(service))
        .map(i -> i.instance().host().name())
        .distinct()
        .sorted()
        .toList();
  }
}
