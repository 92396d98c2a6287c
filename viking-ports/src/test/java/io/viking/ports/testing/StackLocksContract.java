package io.viking.ports.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.viking.model.InstanceId;
import io.viking.model.Pid;
import io.viking.model.ServiceName;
import io.viking.model.StackName;
import io.viking.ports.ClusterStore;
import io.viking.ports.LockHolder;
import io.viking.ports.StackLock;
import io.viking.ports.StackLockLostException;
import io.viking.ports.StackLockedException;
import io.viking.ports.StackLocks;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every {@link StackLocks} must do. Extend it, and say how a store is opened. */
@Timeout(60)
public abstract class StackLocksContract extends StoreContract {
  private static final StackName APP = StackName.of("app");
  private static final StackName SHARED = StackName.of("shared");
  private static final InstanceId WEB =
      new InstanceId(ServiceName.of("app", "web"), Pid.of("a1a1a1"));
  private static final InstanceId DB =
      new InstanceId(ServiceName.of("app", "db"), Pid.of("d2d2d2"));
  private static final Duration LONG = Duration.ofSeconds(40);

  /** Opens a store; each test begins with an empty one. */
  protected abstract ClusterStore openStore();

  /** Opens a store that shares its locks with that one; the same one if it cannot be shared. */
  protected abstract ClusterStore openOther(ClusterStore store);

  private static StackLock take(ClusterStore store, StackName... stacks) {
    return store.locks().acquire(List.of(stacks), Duration.ZERO, holder -> {});
  }

  @Test
  void nobodyHoldsALockAtFirst() {
    ClusterStore store = keep(openStore());

    assertThat(store.locks().holders()).isEmpty();
  }

  @Test
  void showsOthersWhoHoldsALockSinceWhen() {
    ClusterStore store = keep(openStore());
    ClusterStore other = keep(openOther(store));

    try (StackLock lock = take(store, APP)) {
      assertThat(lock.isHeld()).isTrue();
      assertThat(lock.stacks()).containsExactly(APP);
      assertThat(other.locks().holders())
          .singleElement()
          .satisfies(
              holder -> {
                assertThat(holder.stack()).isEqualTo(APP);
                assertThat(holder.process()).isEqualTo(ProcessHandle.current().pid());
                assertThat(holder.user()).isEqualTo(System.getProperty("user.name"));
                assertThat(holder.host()).isNotBlank();
                assertThat(Duration.between(holder.since(), Instant.now()))
                    .isBetween(Duration.ZERO, LONG);
              });
    }
    assertThat(other.locks().holders()).isEmpty();
  }

  @Test
  void refusesASecondHolderAtOnceAndSaysWhoTheFirstOneIs() {
    ClusterStore store = keep(openStore());
    ClusterStore other = keep(openOther(store));

    try (StackLock lock = take(store, APP)) {
      assertThatThrownBy(() -> take(other, APP))
          .isInstanceOfSatisfying(
              StackLockedException.class,
              e -> assertThat(e.holder().process()).isEqualTo(ProcessHandle.current().pid()))
          .hasMessageContainingAll(
              "stack 'app'",
              "process " + ProcessHandle.current().pid() + " of user ",
              "since ",
              "Waited 0 s",
              "Fix: ");
      assertThat(lock.isHeld()).isTrue();
    }
  }

  @Test
  void waitsNoLongerThanItIsTold() {
    ClusterStore store = keep(openStore());

    try (StackLock lock = take(store, APP)) {
      List<LockHolder> waitedFor = new CopyOnWriteArrayList<>();

      assertThatThrownBy(
              () -> store.locks().acquire(List.of(APP), Duration.ofMillis(300), waitedFor::add))
          .isInstanceOf(StackLockedException.class)
          .hasMessageContaining("Waited 300 ms");

      assertThat(waitedFor).hasSize(1);
      assertThat(lock.isHeld()).isTrue();
    }
  }

  @Test
  void givesALockToWhoeverWaitsWhenItIsGivenBack() {
    ClusterStore store = keep(openStore());
    ClusterStore other = keep(openOther(store));
    StackLock first = take(store, APP);
    CountDownLatch waiting = new CountDownLatch(1);
    CompletableFuture<StackLock> second =
        CompletableFuture.supplyAsync(
            () -> other.locks().acquire(List.of(APP), LONG, holder -> waiting.countDown()));

    await(waiting);
    assertThat(second).isNotDone();
    first.close();

    try (StackLock lock = second.orTimeout(40, TimeUnit.SECONDS).join()) {
      assertThat(lock.isHeld()).isTrue();
      assertThat(lock.fence()).isGreaterThan(first.fence());
    }
  }

  @Test
  void takesSeveralLocksOrNone() {
    ClusterStore store = keep(openStore());
    ClusterStore other = keep(openOther(store));

    try (StackLock lock = take(store, SHARED)) {
      assertThatThrownBy(() -> take(other, APP, SHARED))
          .isInstanceOf(StackLockedException.class)
          .hasMessageContaining("stack 'shared'");
      take(other, APP).close();
      assertThat(lock.isHeld()).isTrue();
    }
    try (StackLock both = take(other, SHARED, APP, APP)) {
      assertThat(both.stacks()).containsExactly(APP, SHARED);
      assertThat(store.locks().holders())
          .extracting(LockHolder::stack)
          .containsExactly(APP, SHARED);
    }
  }

  /** More than one transaction of etcd holds. */
  @Test
  void takesAHundredAndFiftyLocksOrNone() {
    ClusterStore store = keep(openStore());
    ClusterStore other = keep(openOther(store));
    List<StackName> many =
        IntStream.range(0, 150).mapToObj(i -> StackName.of("stack-" + i)).toList();
    StackName last = many.stream().max(Comparator.naturalOrder()).orElseThrow();

    try (StackLock lock = take(store, last)) {
      assertThatThrownBy(() -> other.locks().acquire(many, Duration.ZERO, holder -> {}))
          .isInstanceOf(StackLockedException.class)
          .hasMessageContaining("stack '" + last + "'");
      assertThat(store.locks().holders()).hasSize(1);
      assertThat(lock.isHeld()).isTrue();
    }

    try (StackLock all = other.locks().acquire(many, Duration.ZERO, holder -> {})) {
      assertThat(store.locks().holders()).hasSize(150);
      all.announceRemoval(
          many.stream()
              .map(stack -> new InstanceId(ServiceName.of(stack.value(), "db"), Pid.of("d2d2d2")))
              .toList());
      all.volumes().record(last + "_db_data", "node-1");
    }
    assertThat(store.locks().holders()).isEmpty();
    try (StackLock next = store.locks().acquire(many, Duration.ZERO, holder -> {})) {
      assertThat(next.announcedRemovals()).hasSize(150);
      next.confirmRemoval(next.announcedRemovals());
    }
  }

  @Test
  void letsOneAtATimeInWhateverTheOrderOfTheStacks() {
    ClusterStore store = keep(openStore());
    ClusterStore other = keep(openOther(store));
    List<List<StackName>> wishes =
        List.of(List.of(APP, SHARED), List.of(SHARED, APP), List.of(APP), List.of(APP, SHARED));
    AtomicInteger inside = new AtomicInteger();
    List<Long> fences = new CopyOnWriteArrayList<>();
    ExecutorService threads = Executors.newFixedThreadPool(wishes.size());

    List<CompletableFuture<Void>> runs =
        wishes.stream()
            .map(
                wish ->
                    CompletableFuture.runAsync(
                        () -> {
                          ClusterStore own = wish.size() == 1 ? other : store;
                          for (int i = 0; i < 5; i++) {
                            try (StackLock lock = own.locks().acquire(wish, LONG, holder -> {})) {
                              assertThat(inside.incrementAndGet()).isEqualTo(1);
                              fences.add(lock.fence());
                              inside.decrementAndGet();
                            }
                          }
                        },
                        threads))
            .toList();

    runs.forEach(run -> run.orTimeout(50, TimeUnit.SECONDS).join());
    threads.shutdown();
    assertThat(fences).hasSize(20).isSorted().doesNotHaveDuplicates();
    assertThat(store.locks().holders()).isEmpty();
  }

  @Test
  void writesVolumesWhileItIsHeldAndNeverAfterwards() {
    ClusterStore store = keep(openStore());
    StackLock lock = take(store, APP);

    lock.volumes().record("app_db_data", "node-1");
    lock.close();

    assertThatThrownBy(() -> lock.volumes().record("app_db_data", "node-2"))
        .isInstanceOf(StackLockLostException.class)
        .hasMessageContainingAll("stack 'app'", "given back", "Fix: ");
    assertThatThrownBy(lock::requireHeld).isInstanceOf(StackLockLostException.class);
    assertThatThrownBy(() -> lock.announceRemoval(List.of(WEB)))
        .isInstanceOf(StackLockLostException.class);
    assertThat(store.volumes().homes()).containsEntry("app_db_data", "node-1");
  }

  @Test
  void tellsTheNextHolderWhatWasAnnouncedAndNotConfirmed() {
    ClusterStore store = keep(openStore());
    ClusterStore other = keep(openOther(store));
    try (StackLock lock = take(store, APP, SHARED)) {
      assertThat(lock.announcedRemovals()).isEmpty();
      lock.announceRemoval(List.of(WEB, DB));
      lock.confirmRemoval(List.of(WEB));
    }

    try (StackLock next = take(other, APP)) {
      assertThat(next.announcedRemovals()).containsExactly(DB);
      next.confirmRemoval(List.of(DB));
    }

    try (StackLock last = take(store, APP)) {
      assertThat(last.announcedRemovals()).isEmpty();
    }
  }

  @Test
  void refusesToAnnounceWhatIsOfAnotherStack() {
    ClusterStore store = keep(openStore());

    try (StackLock lock = take(store, SHARED)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> lock.announceRemoval(List.of(WEB)))
          .withMessageContaining("app_web_a1a1a1");
    }
  }

  @Test
  void refusesNoStackAndANegativeWait() {
    StackLocks locks = keep(openStore()).locks();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> locks.acquire(List.of(), Duration.ZERO, holder -> {}));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> locks.acquire(List.of(APP), Duration.ofMillis(-1), holder -> {}));
  }

  @Test
  void aLockThatIsGivenBackIsNotLost() {
    ClusterStore store = keep(openStore());
    AtomicInteger told = new AtomicInteger();
    StackLock lock = take(store, APP);
    lock.onLost(told::incrementAndGet);

    lock.close();
    lock.close();

    assertThat(lock.isHeld()).isFalse();
    assertThat(told).hasValue(0);
    take(store, APP).close();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(40, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
