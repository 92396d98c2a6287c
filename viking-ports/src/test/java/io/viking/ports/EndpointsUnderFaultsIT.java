package io.viking.ports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import io.etcd.jetcd.common.exception.CompactedException;
import io.viking.ports.testing.Await;
import io.viking.ports.testing.EtcdCluster;
import io.viking.ports.testing.TcpRelay;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/**
 * What a consumer of endpoints sees while the members of an etcd cluster fail: it comes to what is
 * true, and on the way it never sees a thing that was never true.
 */
@Timeout(180)
class EndpointsUnderFaultsIT {
  private static final Duration DEADLINE = Duration.ofSeconds(3);

  /** Shorter than the outages here, so that etcd lets endpoints go because of them. */
  private static final Duration LEASE = Duration.ofSeconds(3);

  private static final Duration SHORT_LEASE = Duration.ofSeconds(2);
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Endpoint STEADY = endpoint("a1", "10.0.0.1:1");
  private static final Endpoint LATER = endpoint("b2", "10.0.0.2:2");

  private static EtcdCluster etcd;

  private final SeenSnapshots seen = new SeenSnapshots();
  private String baseKey;
  private ClusterStore registrar;
  private ClusterStore consumer;
  private TwinWriter twins;

  private static Endpoint endpoint(String pid, String address) {
    String service = "shared_mongo_27017";
    return new Endpoint(service, service + "_" + pid, HostAndPort.parse(address));
  }

  @BeforeAll
  static void startEtcd() {
    etcd = EtcdCluster.start();
  }

  @AfterAll
  static void closeEtcd() {
    if (etcd != null) {
      etcd.close();
    }
  }

  @BeforeEach
  void prepare(TestInfo test) {
    etcd.heal();
    baseKey = "/" + test.getTestMethod().orElseThrow().getName();
    registrar = open(etcd.endpoints());
    consumer = open(etcd.endpoints());
    twins = new TwinWriter(options(etcd.endpoints()));
    register(registrar, STEADY);
  }

  @AfterEach
  void close() {
    for (AutoCloseable open : new AutoCloseable[] {twins, consumer, registrar}) {
      close(open);
    }
  }

  private static void close(AutoCloseable open) {
    try {
      if (open != null) {
        open.close();
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private EtcdOptions options(List<String> endpoints) {
    return EtcdOptions.builder()
        .endpoints(endpoints)
        .baseKey(baseKey)
        .deadline(DEADLINE)
        .leaseTtl(LEASE)
        .build();
  }

  private ClusterStore open(List<String> endpoints) {
    return ClusterStore.etcd(options(endpoints));
  }

  /** Registers, now or as soon as etcd can. */
  private static void register(ClusterStore store, Endpoint endpoint) {
    try {
      store.endpoints().register(endpoint);
    } catch (StoreUnavailableException later) {
      // The store goes on trying.
    }
  }

  private Subscription watch(ClusterStore store) {
    awaitThat(store, STEADY);
    Subscription watch = store.endpoints().watch(seen);
    Await.until("the watch has begun", SOON, () -> !seen.all().isEmpty());
    return watch;
  }

  private static void awaitThat(ClusterStore store, Endpoint endpoint) {
    assertThat(store.endpoints().await(now -> now.of(endpoint.service()).contains(endpoint), SOON))
        .as("%s is seen", endpoint)
        .isPresent();
  }

  private static void awaitGone(ClusterStore store, Endpoint endpoint) {
    assertThat(
            store.endpoints().await(now -> !now.contains(endpoint.service(), endpoint.id()), SOON))
        .as("%s is gone", endpoint)
        .isPresent();
  }

  /** The consumer sees what changes now, and has never seen anything wrong. */
  private void assertThatTheConsumerFollows() {
    register(registrar, LATER);
    awaitThat(consumer, LATER);
    long before = last();
    Await.until("the consumer sees other twins", SOON, () -> last() > before);

    seen.assertThatTheyGrow();
    seen.assertThatAllHave(STEADY);
    seen.assertThatNoneIsTorn(TwinWriter.SERVICE, TwinWriter.COUNT);
  }

  private long last() {
    List<EndpointSnapshot> all = seen.all();
    return all.get(all.size() - 1).revision();
  }

  private void assertThatEtcdIsAway() {
    assertThatThrownBy(() -> consumer.endpoints().snapshot())
        .isInstanceOf(StoreUnavailableException.class);
  }

  @Test
  void followsWhenTheLeaderIsKilled() {
    try (Subscription watch = watch(consumer)) {
      etcd.kill(etcd.awaitLeader());

      assertThatTheConsumerFollows();
    }
  }

  @Test
  void followsWhenTheLeaderHangs() {
    try (Subscription watch = watch(consumer)) {
      etcd.freeze(etcd.awaitLeader());

      assertThatTheConsumerFollows();
    }
  }

  @Test
  void followsWhenTheMemberOfItsWatchIsKilled() {
    try (Subscription watch = watch(consumer)) {
      int watched = etcd.awaitWatched();

      etcd.kill(watched);

      assertThatTheConsumerFollows();
      assertThat(etcd.awaitWatched()).isNotEqualTo(watched);
    }
  }

  @Test
  void followsWhenTheMemberOfItsWatchHangs() {
    try (Subscription watch = watch(consumer)) {
      int watched = etcd.awaitWatched();

      etcd.freeze(watched);

      assertThatTheConsumerFollows();
      assertThat(etcd.awaitWatched()).isNotEqualTo(watched);
    }
  }

  @Test
  void keepsWhatItKnowsWhileTwoMembersHang() {
    try (Subscription watch = watch(consumer)) {
      int leader = etcd.awaitLeader();
      etcd.freeze(leader);
      etcd.freeze((leader + 1) % EtcdCluster.MEMBERS);
      assertThatEtcdIsAway();

      etcd.heal();

      assertThatTheConsumerFollows();
    }
  }

  @Test
  void keepsWhatItKnowsWhenAllMembersAreStartedAgain() {
    try (Subscription watch = watch(consumer)) {
      etcd.killAll();
      assertThatEtcdIsAway();

      etcd.heal();

      assertThatTheConsumerFollows();
    }
  }

  @Test
  void keepsWhatItKnowsWhenAllMembersLoseTheirData() {
    try (Subscription watch = watch(consumer)) {
      etcd.killAll();
      assertThatEtcdIsAway();
      etcd.wipeAll();

      etcd.heal();

      assertThatTheConsumerFollows();
    }
  }

  /** The registrar knows one member only, and that one hangs. */
  @Test
  void seesAnEndpointAgainWhoseLeaseRanOutWhileTheLeaderHung() {
    try (Subscription watch = watch(consumer)) {
      int leader = etcd.awaitLeader();
      Endpoint cutOff = endpoint("c3", "10.0.0.3:3");
      try (ClusterStore other =
          ClusterStore.etcd(
              EtcdOptions.builder()
                  .from(options(List.of(etcd.endpoints().get(leader))))
                  .leaseTtl(SHORT_LEASE)
                  .build())) {
        register(other, cutOff);
        awaitThat(consumer, cutOff);

        etcd.freeze(leader);
        awaitGone(consumer, cutOff);
        etcd.heal();

        awaitThat(consumer, cutOff);
        assertThatTheConsumerFollows();
      }
    }
  }

  /**
   * The consumer's connection hangs, and etcd has more to tell than its buffers hold. Then etcd
   * forgets what the consumer has not been told yet, and ends the watch when it can be reached.
   */
  @Test
  void startsOverWhenEtcdHasForgottenWhatItsWatchMissed() {
    try (TcpRelay relay = TcpRelay.to(etcd.endpoints().get(0));
        FeedLog log = new FeedLog();
        ClusterStore behind =
            ClusterStore.etcd(
                EtcdOptions.builder()
                    .from(options(List.of(relay.endpoint())))
                    .deadline(Duration.ofSeconds(60))
                    .build());
        Subscription watch = watch(behind)) {
      etcd.awaitWatched();

      relay.hold();
      tellMoreThanBuffersHold();
      compact();
      relay.release();

      Await.until("etcd ends the watch", SOON, log::hasCompaction);
      register(registrar, LATER);
      awaitThat(behind, LATER);
      seen.assertThatTheyGrow();
      seen.assertThatAllHave(STEADY);
      seen.assertThatNoneIsTorn(TwinWriter.SERVICE, TwinWriter.COUNT);
    }
  }

  /**
   * A gRPC stream takes about a megabyte that nobody reads; then etcd keeps 128 changes for it
   * before it leaves a watch behind.
   */
  private void tellMoreThanBuffersHold() {
    String large = "x".repeat(100_000);
    IntStream.range(0, 30)
        .forEach(i -> etcd.ctl("put", baseKey + "/network/no/endpoint" + i, large));
    IntStream.range(0, 300)
        .forEach(i -> register(registrar, endpoint("moving", "10.0.0.4:" + (i + 1))));
  }

  private void compact() {
    etcd.ctl("compact", Long.toString(registrar.endpoints().snapshot().revision()));
  }

  /** Hears the feed say why a watch ended. */
  private static final class FeedLog extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    private final Logger logger = (Logger) LoggerFactory.getLogger(EtcdNews.class);
    private final AtomicBoolean compacted = new AtomicBoolean();

    FeedLog() {
      start();
      logger.addAppender(this);
      logger.setLevel(Level.DEBUG);
      logger.setAdditive(false);
    }

    @Override
    protected void append(ILoggingEvent event) {
      IThrowableProxy thrown = event.getThrowableProxy();
      if (thrown != null && thrown.getClassName().equals(CompactedException.class.getName())) {
        compacted.set(true);
      }
    }

    boolean hasCompaction() {
      return compacted.get();
    }

    @Override
    public void close() {
      logger.setAdditive(true);
      logger.setLevel(null);
      logger.detachAppender(this);
    }
  }
}
