package io.viking.ports.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.viking.model.InstanceId;
import io.viking.model.Pid;
import io.viking.model.ServiceName;
import io.viking.model.StackName;
import io.viking.ports.ClusterStore;
import io.viking.ports.Departures;
import io.viking.ports.StackLock;
import io.viking.ports.Subscription;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every {@link Departures} must do. Extend it, and say how a store is opened. */
@Timeout(60)
public abstract class DeparturesContract extends StoreContract {
  private static final StackName APP = StackName.of("app");
  private static final StackName SHARED = StackName.of("shared");
  private static final InstanceId WEB =
      new InstanceId(ServiceName.of("app", "web"), Pid.of("a1a1a1"));
  private static final InstanceId DB =
      new InstanceId(ServiceName.of("app", "db"), Pid.of("d2d2d2"));
  private static final InstanceId MONGO =
      new InstanceId(ServiceName.of("shared", "mongo-2"), Pid.of("e3e3e3"));
  private static final Duration SOON = Duration.ofSeconds(30);

  /** Opens a store; each test begins with an empty one. */
  protected abstract ClusterStore openStore();

  /** Opens a store that shares all with that one; the same one if it cannot be shared. */
  protected abstract ClusterStore openOther(ClusterStore store);

  private static StackLock lock(ClusterStore store, StackName... stacks) {
    return store.locks().acquire(List.of(stacks), SOON, holder -> {});
  }

  /** What one watch was told, the latest last. */
  private static final class Told {
    final List<Set<InstanceId>> all = new CopyOnWriteArrayList<>();

    Optional<Set<InstanceId>> last() {
      return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
    }

    void await(InstanceId... expected) {
      Optional<Set<InstanceId>> set = Optional.of(Set.of(expected));
      Await.until("the watch was told of " + set, SOON, () -> last().equals(set));
    }
  }

  private Told watch(ClusterStore store) {
    Told told = new Told();
    Subscription unused = keep(store.departures().watch(told.all::add));
    return told;
  }

  @Test
  void nothingDepartsAndNobodyReportsAtFirst() {
    ClusterStore store = keep(openStore());

    Told told = watch(store);

    told.await();
    assertThat(store.departures().reports()).isEmpty();
  }

  @Test
  void tellsOthersWhatIsAnnouncedWhileTheLockIsHeld() {
    ClusterStore store = keep(openStore());
    Told told = watch(keep(openOther(store)));
    told.await();

    try (StackLock lock = lock(store, APP)) {
      lock.announceRemoval(List.of(WEB));
      told.await(WEB);
      lock.announceRemoval(List.of(DB));
      told.await(WEB, DB);
    }
  }

  @Test
  void tellsAWatchThatBeginsLaterToo() {
    ClusterStore store = keep(openStore());
    ClusterStore other = keep(openOther(store));
    try (StackLock lock = lock(store, APP)) {
      lock.announceRemoval(List.of(WEB));

      Told told = watch(other);

      told.await(WEB);
      assertThat(told.all).as("it is not told of nothing first").first().isEqualTo(Set.of(WEB));
    }
  }

  @Test
  void tellsOfAllStacksTogether() {
    ClusterStore store = keep(openStore());
    ClusterStore other = keep(openOther(store));
    Told told = watch(other);

    try (StackLock app = lock(store, APP);
        StackLock shared = lock(other, SHARED)) {
      app.announceRemoval(List.of(WEB));
      shared.announceRemoval(List.of(MONGO));
      told.await(WEB, MONGO);

      shared.confirmRemoval(List.of(MONGO));
    }
    told.await(WEB);
  }

  /** As {@link StackLock#confirmRemoval} says: with the next announcement. */
  @Test
  void whatIsConfirmedIsGoneWithTheNextAnnouncementOrTheLock() {
    ClusterStore store = keep(openStore());
    Told told = watch(keep(openOther(store)));

    try (StackLock lock = lock(store, APP)) {
      lock.announceRemoval(List.of(WEB));
      told.await(WEB);
      lock.confirmRemoval(List.of(WEB));
      lock.announceRemoval(List.of(DB));
      told.await(DB);
      lock.confirmRemoval(List.of(DB));
    }

    told.await();
  }

  @Test
  void whatIsNotConfirmedStaysAfterTheLock() {
    ClusterStore store = keep(openStore());
    try (StackLock lock = lock(store, APP)) {
      lock.announceRemoval(List.of(WEB, DB));
      lock.confirmRemoval(List.of(DB));
    }

    Told told = watch(keep(openOther(store)));

    told.await(WEB);
  }

  @Test
  void tellsNobodyWhoHasEndedTheWatch() {
    ClusterStore store = keep(openStore());
    Told ended = new Told();
    Subscription first = store.departures().watch(ended.all::add);
    ended.await();
    Told told = watch(store);

    first.close();
    first.close();
    try (StackLock lock = lock(store, APP)) {
      lock.announceRemoval(List.of(WEB));
      told.await(WEB);
    }

    assertThat(ended.last()).contains(Set.of());
  }

  @Test
  void showsOthersWhatEachHostTellsUntilItTellsOtherwise() {
    ClusterStore store = keep(openStore());
    ClusterStore other = keep(openOther(store));

    store.departures().report("node-1", Map.of(WEB, 3, MONGO, Departures.UNKNOWN));
    assertThat(other.departures().reports())
        .containsExactly(Map.entry("node-1", Map.of(WEB, 3, MONGO, Departures.UNKNOWN)));

    store.departures().report("node-1", Map.of(WEB, 0));
    assertThat(other.departures().reports()).containsExactly(Map.entry("node-1", Map.of(WEB, 0)));

    store.departures().report("node-1", Map.of());
    store.departures().report("node-1", Map.of());
    assertThat(other.departures().reports()).isEmpty();
  }

  @Test
  void keepsTheHostsApart() {
    ClusterStore store = keep(openStore());

    store.departures().report("node-1", Map.of(WEB, 1));
    store.departures().report("node-10", Map.of(DB, 2));
    store.departures().report("node-1", Map.of());

    assertThat(store.departures().reports()).containsExactly(Map.entry("node-10", Map.of(DB, 2)));
  }

  @Test
  void whatAHostToldEndsWithItsRegistrations() {
    ClusterStore store = keep(openStore());
    ClusterStore other = keep(openOther(store));
    store.departures().report("node-1", Map.of(WEB, 1));

    store.close();

    assertThat(other.departures().reports()).isEmpty();
  }

  @Test
  void refusesANumberOrANameThatCannotBe() {
    Departures departures = keep(openStore()).departures();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> departures.report("node-1", Map.of(WEB, -2)))
        .withMessageContaining("app_web_a1a1a1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> departures.report("no/de", Map.of(WEB, 1)));
    assertThat(departures.reports()).isEmpty();
  }
}
