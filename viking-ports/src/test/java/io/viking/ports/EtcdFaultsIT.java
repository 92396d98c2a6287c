package io.viking.ports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.viking.model.Host;
import io.viking.model.PortTable;
import io.viking.model.ServicePort;
import io.viking.ports.testing.EtcdServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the store does when etcd does not do what it should. Each test has an etcd to break. */
@Timeout(120)
class EtcdFaultsIT {
  private static final Duration DEADLINE = Duration.ofSeconds(3);

  /** What a call may take beyond its deadline before it counts as hanging. */
  private static final Duration MARGIN = Duration.ofSeconds(3);

  private static final Duration SOON = Duration.ofSeconds(40);
  private static final ServicePort MONGO = ServicePort.parse("shared/mongo/27017/tcp");
  private static final Endpoint ONE =
      new Endpoint("shared_mongo_27017", "shared_mongo_27017_a1", HostAndPort.parse("10.0.0.1:1"));
  private static final Endpoint TWO =
      new Endpoint("shared_mongo_27017", "shared_mongo_27017_b2", HostAndPort.parse("10.0.0.2:2"));

  private EtcdServer etcd;
  private ClusterStore store;

  @BeforeEach
  void prepare() {
    etcd = EtcdServer.prepare();
    store = open();
  }

  @AfterEach
  void close() {
    if (store != null) {
      store.close();
    }
    if (etcd != null) {
      etcd.close();
    }
  }

  private ClusterStore open() {
    return ClusterStore.etcd(
        EtcdOptions.builder()
            .addEndpoints(etcd.endpoint())
            .deadline(DEADLINE)
            .leaseTtl(Duration.ofSeconds(2))
            .build());
  }

  private Stream<Runnable> everyCall() {
    return Stream.of(
        () -> store.ports().allocate(MONGO),
        () -> store.ports().allocate(List.of(MONGO)),
        () -> store.ports().find(MONGO),
        () -> store.ports().list(),
        () -> store.ports().release(MONGO),
        () -> store.endpoints().register(TWO),
        () -> store.endpoints().snapshot(),
        () -> store.hosts().announce(Host.of("node-1", "10.0.0.1", "tcp://10.0.0.1:2376")),
        () -> store.hosts().hosts());
  }

  private void assertThatEveryCallEndsInTime() {
    ExecutorService threads = Executors.newCachedThreadPool();
    List<CompletableFuture<Void>> calls =
        everyCall()
            .map(call -> CompletableFuture.runAsync(() -> assertThatItEndsInTime(call), threads))
            .toList();
    calls.forEach(CompletableFuture::join);
    threads.shutdown();
    assertThatItEndsInTime(() -> store.endpoints().deregister(TWO.service(), TWO.id()));
  }

  private void assertThatItEndsInTime(Runnable call) {
    long start = System.nanoTime();
    assertThatThrownBy(call::run)
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining(etcd.endpoint())
        .hasMessageContaining("3 s")
        .hasMessageContaining("Fix: ");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(DEADLINE.plus(MARGIN));
  }

  /** Tries until it works: a store comes back by itself, but not at once. */
  private static void eventually(Runnable call) {
    long end = System.nanoTime() + SOON.toNanos();
    while (true) {
      try {
        call.run();
        return;
      } catch (StoreUnavailableException | AssertionError notYet) {
        if (System.nanoTime() > end) {
          throw notYet;
        }
      }
    }
  }

  private static void awaitExactly(EndpointDirectory directory, Endpoint... expected) {
    assertThat(
            directory.await(
                now ->
                    now.byService().values().stream()
                        .flatMap(List::stream)
                        .toList()
                        .equals(List.of(expected)),
                SOON))
        .as("exactly %s", List.of(expected))
        .isPresent();
  }

  @Test
  void endsEveryCallInTimeWhenEtcdWasNeverThere() {
    assertThatEveryCallEndsInTime();
  }

  @Test
  void endsEveryCallInTimeWhenEtcdIsKilled() {
    etcd.restart();
    eventually(() -> store.ports().allocate(MONGO));
    eventually(() -> store.endpoints().register(ONE));

    etcd.kill();

    assertThatEveryCallEndsInTime();
  }

  @Test
  void endsEveryCallInTimeWhenEtcdHangs() {
    etcd.restart();
    eventually(() -> store.ports().allocate(MONGO));
    eventually(() -> store.endpoints().register(ONE));

    etcd.freeze();

    assertThatEveryCallEndsInTime();
    etcd.thaw();
  }

  /** Two servers that know nothing of each other stand in for members: only the asking matters. */
  @Test
  void asksAnotherMemberWhenOneHangs() {
    etcd.restart();
    try (EtcdServer other = EtcdServer.start();
        ClusterStore both =
            ClusterStore.etcd(
                EtcdOptions.builder()
                    .addEndpoints(etcd.endpoint(), other.endpoint())
                    .deadline(Duration.ofSeconds(10))
                    .build())) {
      assertThat(both.ports().list().asMap()).isEmpty();
      etcd.freeze();

      for (int call = 0; call < 4; call++) {
        assertThat(both.ports().list().asMap()).isEmpty();
      }

      etcd.kill();
      for (int call = 0; call < 4; call++) {
        assertThat(both.ports().list().asMap()).isEmpty();
      }
    }
  }

  @Test
  void registersOnceEtcdIsThereWhatCouldNotBeRegisteredBefore() {
    assertThatThrownBy(() -> store.endpoints().register(ONE))
        .isInstanceOf(StoreUnavailableException.class);

    etcd.restart();

    awaitExactly(store.endpoints(), ONE);
  }

  @Test
  void removesOnceEtcdIsBackWhatCouldNotBeRemovedBefore() {
    etcd.restart();
    store.endpoints().register(ONE);
    store.endpoints().register(TWO);
    etcd.kill();
    assertThatThrownBy(() -> store.endpoints().deregister(ONE.service(), ONE.id()))
        .isInstanceOf(StoreUnavailableException.class);

    etcd.restart();

    awaitExactly(store.endpoints(), TWO);
  }

  @Test
  void keepsItsNumbersWhenEtcdIsRestarted() {
    etcd.restart();
    int before = store.ports().allocate(MONGO);
    etcd.kill();

    etcd.restart();

    eventually(() -> assertThat(store.ports().allocate(MONGO)).isEqualTo(before));
  }

  @Test
  void doesNotTellAWatcherThatEverythingIsGoneWhileEtcdIsAway() throws Exception {
    etcd.restart();
    store.endpoints().register(ONE);
    try (ClusterStore consumer = open()) {
      BlockingQueue<EndpointSnapshot> seen = new LinkedBlockingQueue<>();
      awaitExactly(consumer.endpoints(), ONE);
      Subscription watch = consumer.endpoints().watch(seen::add);
      etcd.kill();
      assertThatThrownBy(() -> consumer.endpoints().snapshot())
          .isInstanceOf(StoreUnavailableException.class);
      etcd.restart();
      eventually(() -> store.endpoints().register(TWO));
      awaitExactly(consumer.endpoints(), ONE, TWO);
      watch.close();

      assertThat(seen).isNotEmpty().allMatch(now -> now.contains(ONE.service(), ONE.id()));
    }
  }

  @Test
  void putsEverythingAgainWhenEtcdHasLostItsData() throws Exception {
    etcd.restart();
    store.endpoints().register(ONE);
    store.endpoints().register(TWO);
    store.hosts().announce(Host.of("node-1", "10.0.0.1", "tcp://10.0.0.1:2376"));
    try (ClusterStore consumer = open()) {
      BlockingQueue<EndpointSnapshot> seen = new LinkedBlockingQueue<>();
      awaitExactly(consumer.endpoints(), ONE, TWO);
      Subscription watch = consumer.endpoints().watch(seen::add);
      etcd.kill();
      etcd.wipe();
      etcd.restart();

      eventually(
          () ->
              assertThat(consumer.endpoints().snapshot().of(ONE.service()))
                  .containsExactly(ONE, TWO));
      eventually(() -> assertThat(consumer.hosts().hosts()).hasSize(1));
      store.endpoints().deregister(TWO.service(), TWO.id());
      awaitExactly(consumer.endpoints(), ONE);
      watch.close();

      assertThat(seen).isNotEmpty().allMatch(now -> now.contains(ONE.service(), ONE.id()));
      assertThat(seen.stream().map(EndpointSnapshot::revision).toList()).isSorted();
    }
  }

  @Test
  void letsGoOfWhatNobodyPutsAgainAfterEtcdLostItsData() {
    etcd.restart();
    ClusterStore gone = open();
    gone.endpoints().register(ONE);
    store.endpoints().register(TWO);
    try (ClusterStore consumer = open()) {
      awaitExactly(consumer.endpoints(), ONE, TWO);
      etcd.kill();
      gone.close();

      etcd.wipe();
      etcd.restart();

      awaitExactly(consumer.endpoints(), TWO);
    }
  }

  @Test
  void registersUnderANewLeaseWhenItsOwnWasRevoked() {
    etcd.restart();
    store.endpoints().register(ONE);
    String lease = etcd.ctl("lease", "list").lines().reduce((one, last) -> last).orElseThrow();

    etcd.ctl("lease", "revoke", lease);

    eventually(
        () -> assertThat(store.endpoints().snapshot().of(ONE.service())).containsExactly(ONE));
    assertThat(etcd.ctl("lease", "list")).doesNotContain(lease);
  }

  @Test
  void registersAgainWhenItsLeaseRanOutWhileEtcdHung() {
    etcd.restart();
    store.endpoints().register(ONE);
    etcd.freeze();
    // Longer than the lease: every call ends by its deadline, which is longer.
    assertThatThrownBy(() -> store.endpoints().snapshot())
        .isInstanceOf(StoreUnavailableException.class);
    assertThatThrownBy(() -> store.endpoints().snapshot())
        .isInstanceOf(StoreUnavailableException.class);

    etcd.thaw();

    eventually(() -> store.endpoints().register(TWO));
    awaitExactly(store.endpoints(), ONE, TWO);
  }

  @Test
  void putsAnEndpointAgainThatSomebodyDeleted() {
    etcd.restart();
    store.endpoints().register(ONE);

    etcd.ctl("del", "/viking/network/" + ONE.service() + "/" + ONE.id());

    awaitExactly(store.endpoints(), ONE);
    eventually(
        () -> assertThat(store.endpoints().snapshot().of(ONE.service())).containsExactly(ONE));
  }

  @Test
  void goesOnWatchingWhenItsRevisionIsCompactedAwayAtARestart() {
    etcd.restart();
    try (ClusterStore consumer = open()) {
      awaitExactly(consumer.endpoints());
      store.endpoints().register(ONE);
      store.endpoints().register(TWO);
      long revision = store.endpoints().snapshot().revision();
      etcd.ctl("compact", Long.toString(revision));
      etcd.kill();

      etcd.restart();

      eventually(() -> store.endpoints().deregister(ONE.service(), ONE.id()));
      awaitExactly(consumer.endpoints(), TWO);
    }
  }

  @Test
  void readsWhatOthersWroteOneByOne() {
    etcd.restart();
    eventually(() -> store.ports().allocate(MONGO));
    eventually(() -> store.endpoints().register(ONE));

    etcd.ctl("put", "/viking/network/web/web_1", "not an address");
    etcd.ctl("put", "/viking/network/stray", "10.0.0.1:1");
    etcd.ctl("put", "/viking/network/web/web_2", "10.0.0.7:80");
    etcd.ctl("put", "/viking/ports/shared/auth/80/tcp", "many");
    etcd.ctl("put", "/viking/ports/stray", "10001");
    etcd.ctl("put", "/viking/ports-by-number/not-a-number", "x");
    etcd.ctl("put", "/viking/hosts/odd", "{");

    EndpointSnapshot snapshot = store.endpoints().snapshot();
    assertThat(snapshot.byService()).containsOnlyKeys("shared_mongo_27017", "web");
    assertThat(snapshot.of("web")).hasSize(1);
    assertThat(store.ports().list().asMap()).containsOnlyKeys(MONGO);
    assertThat(store.hosts().hosts()).isEmpty();
    ServicePort auth = ServicePort.parse("shared/auth/80/tcp");
    assertThatThrownBy(() -> store.ports().allocate(auth))
        .isInstanceOf(CorruptStoreException.class)
        .hasMessageContaining("/viking/ports/shared/auth/80/tcp holds 'many'");
    assertThatCode(() -> store.ports().allocate(ServicePort.parse("shared/web/80/tcp")))
        .doesNotThrowAnyException();
  }

  @Test
  void startsAtTheRangesLowEndWhereTheCounterIsNoNumber() {
    etcd.restart();
    etcd.ctl("put", "/viking/ports-next", "soon");

    int number = store.ports().allocate(MONGO);

    assertThat(number).isEqualTo(PortRange.DEFAULT.first());
    assertThat(etcd.ctl("get", "--print-value-only", "/viking/ports-next").strip())
        .isEqualTo("10001");
  }

  @Test
  void skipsANumberThatSomebodyTookByHand() {
    etcd.restart();
    etcd.ctl("put", "/viking/ports-by-number/10000", "by/hand/80/tcp");

    int number = store.ports().allocate(MONGO);

    assertThat(number).isEqualTo(10001);
  }

  @Test
  void writesTheKeysOfTheDesign() {
    etcd.restart();
    store.ports().allocate(MONGO);
    store.endpoints().register(ONE);
    store.hosts().announce(Host.of("node-1", "10.0.0.1", "tcp://10.0.0.1:2376"));

    String all = etcd.ctl("get", "--prefix", "/viking/");

    assertThat(all)
        .isEqualTo(
            """
            /viking/hosts/node-1
            {"name":"node-1","engine":"tcp://10.0.0.1:2376","address":"10.0.0.1","tags":[]}
            /viking/network/shared_mongo_27017/shared_mongo_27017_a1
            10.0.0.1:1
            /viking/ports-by-number/10000
            shared/mongo/27017/tcp
            /viking/ports-next
            10001
            /viking/ports/shared/mongo/27017/tcp
            10000
            /viking/version
            1
            """);
    assertThat(store.network())
        .hasToString(etcd.endpoint().replace("http://", "etcd://") + "/viking/network");
  }

  @Test
  void writesNothingOnceAnotherVersionHasChangedTheLayout() {
    etcd.restart();
    int before = store.ports().allocate(MONGO);
    store.endpoints().register(ONE);
    etcd.ctl("put", "/viking/version", "2");
    String all = etcd.ctl("get", "--prefix", "/viking/");
    ServicePort other = ServicePort.parse("shared/auth/80/tcp");

    List<Runnable> writes =
        List.of(
            () -> store.ports().allocate(other),
            () -> store.ports().allocate(List.of(other)),
            () -> store.ports().release(MONGO),
            () -> store.ports().skip(List.of(10005)),
            () -> store.ports().restore(PortRecords.of(PortTable.of(Map.of(other, 10007)))),
            () -> store.endpoints().register(TWO),
            () -> store.hosts().announce(Host.of("node-1", "10.0.0.1", "tcp://10.0.0.1:2376")),
            () -> store.hosts().report(HostReport.of("node-1", List.of(), List.of())),
            () -> store.hosts().forget("node-1"),
            () -> store.volumes().record("data", "node-1"),
            () -> store.volumes().forget("data"));

    for (Runnable write : writes) {
      assertThatThrownBy(write::run)
          .isInstanceOf(IncompatibleStoreException.class)
          .hasMessageContainingAll("/viking/version", "'2'", "layout 1", "Fix: ");
    }
    assertThat(etcd.ctl("get", "--prefix", "/viking/")).isEqualTo(all);
    assertThat(store.ports().find(MONGO)).hasValue(before);
  }

  @Test
  void refusesToWorkWhenItIsClosed() {
    store.close();

    everyCall()
        .forEach(call -> assertThatThrownBy(call::run).isInstanceOf(IllegalStateException.class));
  }

  @Test
  void wakesAWaitingCallerThatIsInterrupted() throws Exception {
    BlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();
    Thread caller =
        new Thread(
            () -> {
              try {
                store.ports().list();
              } catch (StoreUnavailableException e) {
                failures.add(e);
                failures.add(
                    new IllegalStateException("flag " + Thread.currentThread().isInterrupted()));
              }
            });
    caller.start();

    caller.interrupt();

    assertThat(failures.poll(SOON.toSeconds(), TimeUnit.SECONDS))
        .hasMessageContaining("interrupted while waiting for etcd");
    assertThat(failures.poll(SOON.toSeconds(), TimeUnit.SECONDS)).hasMessage("flag true");
  }
}
