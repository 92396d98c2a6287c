package io.viking.ports.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.viking.ports.ClusterStore;
import io.viking.ports.Endpoint;
import io.viking.ports.EndpointDirectory;
import io.viking.ports.EndpointSnapshot;
import io.viking.ports.HostAndPort;
import io.viking.ports.Subscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link EndpointDirectory} must do. Extend it, and say how a store is opened. */
public abstract class EndpointDirectoryContract extends StoreContract {
  /** How long a change may take to be seen. */
  protected static final Duration SOON = Duration.ofSeconds(20);

  /** An endpoint to register. */
  protected static final Endpoint ONE = endpoint("a1b2c3", "10.0.0.1:49153");

  /** Another one of the same service. */
  protected static final Endpoint TWO = endpoint("d4e5f6", "[fd00::2]:49154");

  /** Opens the store that registers; each test begins with an empty store. */
  protected abstract ClusterStore openStore();

  /**
   * Opens a store that sees what that other one registers, as another process would; the same one
   * where a store cannot be shared.
   */
  protected abstract ClusterStore openObserver(ClusterStore registering);

  /** The directory of a store that the contract closes after the test. */
  protected final ClusterStore open() {
    return keep(openStore());
  }

  /** An endpoint of the service {@code shared_mongo_27017}. */
  protected static Endpoint endpoint(String pid, String address) {
    return new Endpoint(
        "shared_mongo_27017", "shared_mongo_27017_" + pid, HostAndPort.parse(address));
  }

  /** Waits until exactly these are registered. */
  protected static EndpointSnapshot awaitExactly(EndpointDirectory directory, Endpoint... all) {
    List<Endpoint> expected = List.of(all);
    Optional<EndpointSnapshot> seen =
        directory.await(now -> everything(now).equals(expected), SOON);
    assertThat(seen).as("a snapshot of exactly %s within %s", expected, SOON).isPresent();
    return seen.orElseThrow();
  }

  /** All endpoints of the snapshot in their order. */
  protected static List<Endpoint> everything(EndpointSnapshot snapshot) {
    return snapshot.byService().values().stream().flatMap(List::stream).toList();
  }

  @Test
  void isEmptyAtFirst() {
    EndpointDirectory directory = open().endpoints();

    assertThat(directory.snapshot().byService()).isEmpty();
  }

  @Test
  void showsWhatIsRegisteredToOthers() {
    ClusterStore store = open();
    EndpointDirectory observer = keep(openObserver(store)).endpoints();

    store.endpoints().register(TWO);
    store.endpoints().register(ONE);

    assertThat(observer.snapshot().of("shared_mongo_27017")).containsExactly(ONE, TWO);
    assertThat(observer.snapshot().contains(ONE.service(), ONE.id())).isTrue();
  }

  @Test
  void movesAnEndpointThatIsRegisteredAgain() {
    EndpointDirectory directory = open().endpoints();
    Endpoint moved = endpoint("a1b2c3", "10.0.0.9:1");

    directory.register(ONE);
    directory.register(moved);

    assertThat(everything(directory.snapshot())).containsExactly(moved);
  }

  @Test
  void takesARepeatedRegistrationAsOne() {
    EndpointDirectory directory = open().endpoints();

    directory.register(ONE);
    directory.register(ONE);

    assertThat(everything(directory.snapshot())).containsExactly(ONE);
  }

  @Test
  void forgetsWhatIsDeregistered() {
    ClusterStore store = open();
    EndpointDirectory observer = keep(openObserver(store)).endpoints();
    store.endpoints().register(ONE);
    store.endpoints().register(TWO);

    store.endpoints().deregister(ONE.service(), ONE.id());
    store.endpoints().deregister(ONE.service(), ONE.id());

    assertThat(everything(observer.snapshot())).containsExactly(TWO);
  }

  @Test
  void takesTheDeregistrationOfAnUnknownEndpoint() {
    EndpointDirectory directory = open().endpoints();
    directory.register(ONE);

    directory.deregister(TWO.service(), TWO.id());

    assertThat(everything(directory.snapshot())).containsExactly(ONE);
  }

  @Test
  void registersAgainWhatWasDeregistered() {
    EndpointDirectory directory = open().endpoints();
    directory.register(ONE);
    directory.deregister(ONE.service(), ONE.id());

    directory.register(ONE);

    assertThat(everything(directory.snapshot())).containsExactly(ONE);
  }

  @Test
  void countsItsRevisionUpWithEveryChange() {
    EndpointDirectory directory = open().endpoints();

    long empty = directory.snapshot().revision();
    directory.register(ONE);
    long one = directory.snapshot().revision();
    directory.deregister(ONE.service(), ONE.id());
    long none = directory.snapshot().revision();

    assertThat(one).isGreaterThan(empty);
    assertThat(none).isGreaterThan(one);
  }

  @Test
  void tellsAWatcherTheCurrentEndpointsAtOnce() {
    ClusterStore store = open();
    store.endpoints().register(ONE);

    EndpointDirectory observer = keep(openObserver(store)).endpoints();

    awaitExactly(observer, ONE);
  }

  @Test
  void tellsAWatcherEveryChangeInOrder() throws Exception {
    ClusterStore store = open();
    EndpointDirectory observer = keep(openObserver(store)).endpoints();
    BlockingQueue<EndpointSnapshot> seen = new LinkedBlockingQueue<>();
    Subscription watch = observer.watch(seen::add);
    awaitIn(seen);

    store.endpoints().register(ONE);
    awaitIn(seen, ONE);
    store.endpoints().register(TWO);
    awaitIn(seen, ONE, TWO);
    store.endpoints().deregister(ONE.service(), ONE.id());
    awaitIn(seen, TWO);
    watch.close();
  }

  private static void awaitIn(BlockingQueue<EndpointSnapshot> seen, Endpoint... expected)
      throws InterruptedException {
    long revision = -1;
    while (true) {
      EndpointSnapshot next = seen.poll(SOON.toSeconds(), TimeUnit.SECONDS);
      assertThat(next).as("a snapshot of %s", List.of(expected)).isNotNull();
      assertThat(next.revision()).isGreaterThanOrEqualTo(revision);
      revision = next.revision();
      if (everything(next).equals(List.of(expected))) {
        return;
      }
    }
  }

  @Test
  void tellsASecondWatcherToo() {
    ClusterStore store = open();
    EndpointDirectory observer = keep(openObserver(store)).endpoints();
    store.endpoints().register(ONE);
    awaitExactly(observer, ONE);

    EndpointSnapshot second = awaitExactly(observer, ONE);

    assertThat(second.of(ONE.service())).containsExactly(ONE);
  }

  @Test
  void callsNoListenerAfterItsSubscriptionWasClosed() {
    ClusterStore store = open();
    EndpointDirectory observer = keep(openObserver(store)).endpoints();
    AtomicInteger calls = new AtomicInteger();
    Subscription closed = observer.watch(snapshot -> calls.incrementAndGet());
    closed.close();
    int before = calls.get();

    store.endpoints().register(ONE);
    awaitExactly(observer, ONE);

    assertThat(calls).hasValue(before);
  }

  @Test
  void goesOnAfterAListenerFailed() {
    ClusterStore store = open();
    EndpointDirectory observer = keep(openObserver(store)).endpoints();
    Subscription failing =
        observer.watch(
            snapshot -> {
              throw new IllegalStateException("this listener always fails");
            });

    store.endpoints().register(ONE);

    awaitExactly(observer, ONE);
    failing.close();
  }

  @Test
  void letsAListenerCloseItsOwnSubscription() throws Exception {
    EndpointDirectory directory = open().endpoints();
    CountDownLatch closed = new CountDownLatch(1);
    BlockingQueue<Subscription> self = new LinkedBlockingQueue<>();

    self.add(
        directory.watch(
            snapshot -> {
              try {
                self.take().close();
                closed.countDown();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            }));

    assertThat(closed.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void waitsNoLongerThanAskedFor() {
    EndpointDirectory directory = open().endpoints();

    Optional<EndpointSnapshot> seen =
        directory.await(now -> now.contains(ONE.service(), ONE.id()), Duration.ofMillis(50));

    assertThat(seen).isEmpty();
  }

  @Test
  void passesOnWhatAConditionThrows() {
    EndpointDirectory directory = open().endpoints();

    assertThatThrownBy(
            () ->
                directory.await(
                    now -> {
                      throw new IllegalArgumentException("a condition that fails");
                    },
                    SOON))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a condition that fails");
  }

  @Test
  void takesRegistrationsFromManyThreads() throws Exception {
    ClusterStore store = open();
    EndpointDirectory observer = keep(openObserver(store)).endpoints();
    ExecutorService threads = Executors.newFixedThreadPool(16);
    List<Endpoint> all =
        IntStream.range(0, 150)
            .mapToObj(i -> endpoint("%06x".formatted(i), "10.0.0.1:" + (1 + i)))
            .toList();

    try {
      List<Future<?>> running = new ArrayList<>();
      all.forEach(one -> running.add(threads.submit(() -> store.endpoints().register(one))));
      for (Future<?> future : running) {
        future.get();
      }
    } finally {
      threads.shutdownNow();
    }

    assertThat(everything(observer.snapshot())).containsExactlyElementsOf(all);
  }

  @Test
  void takesBackWhatItRegisteredWhenItIsClosed() {
    ClusterStore store = open();
    ClusterStore observer = keep(openObserver(store));
    store.endpoints().register(ONE);
    if (observer == store) {
      return;
    }
    awaitExactly(observer.endpoints(), ONE);

    store.close();
    store.close();

    assertThat(observer.endpoints().snapshot().byService()).isEmpty();
    awaitExactly(observer.endpoints());
  }
}
