package io.viking.ports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.viking.model.Finding;
import io.viking.model.Host;
import io.viking.model.InstanceId;
import io.viking.model.Pid;
import io.viking.model.ServiceName;
import io.viking.model.ServicePort;
import io.viking.model.StackName;
import io.viking.ports.testing.Await;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A foreign or corrupt key in etcd, of whatever kind, hurts the service whose it is, and no other:
 * half of them are there before anybody looks, half come while everybody watches.
 */
class EtcdForeignKeysIT {
  @RegisterExtension static final SharedEtcd ETCD = new SharedEtcd();

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final ServicePort MONGO = ServicePort.parse("shared/mongo/27017/tcp");
  private static final ServicePort WEB = ServicePort.parse("app/web/80/tcp");
  private static final ServicePort VICTIM = ServicePort.parse("victim/web/80/tcp");
  private static final StackName APP = StackName.of("app");
  private static final Host NODE = Host.of("node-1", "10.0.0.1", "tcp://10.0.0.1:2376");
  private static final InstanceId INSTANCE =
      new InstanceId(ServiceName.of("app", "web"), Pid.of("a6df32"));
  private static final Endpoint EARLY = endpoint("shared_mongo_27017", "1a2b3c");
  private static final Endpoint LATE = endpoint("app_web_80", "a6df32");

  private final SeenSnapshots seen = new SeenSnapshots();
  private volatile Set<InstanceId> departing = Set.of();
  private EtcdKeys keys;
  private ForeignKeys foreign;
  private ClusterStore agent;
  private ClusterStore deployer;

  @BeforeEach
  void scatterBeforeAndAfterAllAreOpen() {
    keys = new EtcdKeys(ETCD.baseKey());
    foreign = new ForeignKeys(ETCD.server().endpoint(), ETCD.baseKey());
    agent = ClusterStore.etcd(ETCD.options().build());
    deployer = ClusterStore.etcd(ETCD.options().build());
    foreign.scatter();
    agent.endpoints().register(EARLY);
    agent.hosts().announce(NODE);
    agent.ports().allocate(MONGO);
    deployer.endpoints().watch(seen);
    deployer.departures().watch(told -> departing = told);
    Await.until("the first endpoint is seen", LIMIT, () -> sees(EARLY));
    foreign.scatter();
  }

  @AfterEach
  void close() {
    deployer.close();
    agent.close();
    foreign.close();
  }

  @Test
  void everyOtherServiceGetsItsNumberAndKeepsIt() {
    PortAllocator ports = deployer.ports();
    int mongo = ports.find(MONGO).orElseThrow();
    List<ServicePort> more = new ArrayList<>(List.of(WEB));
    for (int i = 1; i <= 300; i++) {
      more.add(ServicePort.parse("app/many/" + i + "/tcp"));
    }

    Map<ServicePort, Integer> given = ports.allocate(more).asMap();
    ports.release(more.get(300));
    ports.skip(List.of(20000));

    assertThat(new HashSet<>(given.values())).hasSize(301).doesNotContain(mongo);
    assertThat(agent.ports().allocate(more.subList(0, 300)).asMap())
        .containsExactlyInAnyOrderEntriesOf(ports.allocate(more.subList(0, 300)).asMap());
    assertThat(ports.list().asMap()).containsEntry(MONGO, mongo).hasSize(301);
    assertThat(ports.withheld()).containsKey(20000);
    foreign.assertThatAllIsLeftAlone();
  }

  @Test
  void aStolenNumberIsListedAsItsOwners() {
    int mongo = deployer.ports().find(MONGO).orElseThrow();
    foreign.put(keys.record(VICTIM), Integer.toString(mongo + 1));
    int number = deployer.ports().allocate(WEB);

    Map<ServicePort, Integer> listed = deployer.ports().list().asMap();

    assertThat(number).as("taken before the owner had it").isEqualTo(mongo + 1);
    assertThat(listed).containsEntry(WEB, number).doesNotContainKey(VICTIM);
    foreign.assertThatAllIsLeftAlone();
  }

  @Test
  void everybodyElseGetsANumberWhateverTheCounterSays() {
    Map<ServicePort, Integer> given = new HashMap<>(agent.ports().list().asMap());
    for (String counter :
        List.of("", "scribble", "-1", "0", "10000", "65535", "65536", "00000010000", "\0")) {
      ServicePort port = ServicePort.parse("app/web/" + (given.size() + 1) + "/tcp");
      foreign.put(keys.counter(), counter);
      given.put(port, deployer.ports().allocate(port));
    }

    assertThat(new HashSet<>(given.values())).hasSize(10);
    assertThat(given.values()).allMatch(number -> number >= 10000 && number <= 29999);
    assertThat(agent.ports().allocate(given.keySet()).asMap()).isEqualTo(given);
    foreign.assertThatAllIsLeftAlone(keys.counter());
  }

  @Test
  void nobodyWritesInALayoutThatNobodyKnowsAndAllGoOnReading() {
    foreign.put(keys.version(), "scribble\u001b[31m");

    assertFails(
        IncompatibleStoreException.class, keys.version(), () -> agent.endpoints().register(LATE));
    assertFails(
        IncompatibleStoreException.class, keys.version(), () -> deployer.ports().allocate(WEB));
    assertFails(
        IncompatibleStoreException.class,
        keys.version(),
        () -> deployer.locks().acquire(List.of(APP), Duration.ZERO, holder -> {}).close());
    assertThat(deployer.endpoints().snapshot().of(EARLY.service())).containsExactly(EARLY);
    assertThat(deployer.hosts().hosts()).containsExactly(NODE);
    assertThat(deployer.ports().find(MONGO)).isPresent();
    foreign.assertThatAllIsLeftAlone();
  }

  @Test
  void everyOtherInstanceIsRegisteredSeenAndWatched() {
    agent.endpoints().register(LATE);
    Await.until("the late endpoint is seen", LIMIT, () -> sees(LATE));
    foreign.spoil(keys.endpoint("victim_web_80", "x:1"));
    foreign.put(keys.endpoint("victim_web_80", "x:2"), "");
    agent.endpoints().deregister(LATE.service(), LATE.id());
    Await.until("its end is seen", LIMIT, () -> !sees(LATE));

    EndpointSnapshot now = deployer.endpoints().snapshot();

    assertThat(now.of(EARLY.service())).containsExactly(EARLY);
    assertThat(now.of(LATE.service())).isEmpty();
    assertThat(now.contains("victim_web_80", "x:2")).isFalse();
    seen.assertThatAllHave(EARLY);
    seen.assertThatTheyGrow();
    foreign.assertThatAllIsLeftAlone();
  }

  @Test
  void everyOtherHostIsAnnouncedReportedAndDrained() {
    foreign.put(keys.host("victim"), "{\"name\":\"node-1\",\"engine\":\"tcp://6.6.6.6:1\"}");
    foreign.put(keys.report("victim"), "{\"host\":\"node-1\",\"carried\":[],\"clashes\":{}}");
    HostReport report = HostReport.of("node-1", List.of(10000), List.of());

    agent.hosts().report(report);
    boolean drained = deployer.hosts().drain("node-1", "anna");

    assertThat(deployer.hosts().hosts()).containsExactly(NODE);
    assertThat(deployer.hosts().reports())
        .contains(report)
        .contains(HostReport.unreadable("victim"));
    assertThat(drained).isTrue();
    assertThat(deployer.hosts().drained()).containsKey("node-1");
    assertThat(deployer.hosts().uncordon("node-1")).isTrue();
    assertThat(deployer.hosts().forget("node-1")).isTrue();
    foreign.assertThatAllIsLeftAlone();
  }

  @Test
  void everyOtherStackIsLockedAndItsRemovalsAreTold() {
    foreign.put(keys.lock(StackName.of("victim")), "scribble");
    foreign.spoil(keys.removals(StackName.of("victim")));
    try (StackLock lock = deployer.locks().acquire(List.of(APP), Duration.ZERO, holder -> {})) {
      lock.announceRemoval(List.of(INSTANCE));
      Await.until("the removal is told", LIMIT, () -> departing.contains(INSTANCE));
      agent.departures().report("node-1", Map.of(INSTANCE, 7));
      lock.volumes().record("app_data", "node-1");

      assertThat(deployer.departures().reports()).containsEntry("node-1", Map.of(INSTANCE, 7));
      assertThat(deployer.volumes().homes()).containsEntry("app_data", "node-1");
      assertThat(deployer.locks().holders())
          .extracting(LockHolder::stack)
          .contains(APP, StackName.of("victim"));
      lock.confirmRemoval(List.of(INSTANCE));
      assertThat(lock.isHeld()).isTrue();
    }
    Await.until("its end is told", LIMIT, () -> !departing.contains(INSTANCE));
    foreign.assertThatAllIsLeftAlone();
  }

  @Test
  void everyOtherEventIsToldInItsOrder() {
    LoggedEvent forged = new LoggedEvent(Instant.EPOCH, "forged", "victim", "by hand");
    foreign.put(keys.event(499), EventLine.write(Long.MAX_VALUE, forged));
    foreign.put(keys.event(498), EventLine.write(-7, forged));
    LoggedEvent first = new LoggedEvent(Instant.EPOCH, "moved", "app/web", "1");
    LoggedEvent second = new LoggedEvent(Instant.EPOCH, "moved", "app/web", "2");

    agent.events().add(List.of(first));
    var told = deployer.events().after(0);
    agent.events().add(List.of(second));
    var later = deployer.events().after(told.lastKey());

    assertThat(told.values()).containsExactly(first);
    assertThat(later.values()).containsExactly(second);
    foreign.assertThatAllIsLeftAlone(keys.event(1), keys.event(2));
  }

  @Test
  void whatNeedsABadValueFailsWithItsKeyAndAFix() {
    foreign.put(keys.record(VICTIM), "scribble\n\u001b[31m");
    foreign.put(keys.lock(StackName.of("victim")), "scribble");
    foreign.put(keys.secretKey(), "scribble");

    assertFails(
        CorruptStoreException.class, keys.record(VICTIM), () -> deployer.ports().find(VICTIM));
    assertFails(
        CorruptStoreException.class, keys.record(VICTIM), () -> deployer.ports().allocate(VICTIM));
    assertFails(CorruptStoreException.class, keys.records(), () -> deployer.ports().export());
    assertFails(CorruptStoreException.class, keys.secretKey(), () -> deployer.secretKey());
    assertFails(
        StackLockedException.class,
        keys.lock(StackName.of("victim")),
        () ->
            deployer
                .locks()
                .acquire(List.of(StackName.of("victim")), Duration.ZERO, holder -> {})
                .close());
    foreign.assertThatAllIsLeftAlone();
  }

  @Test
  void anExaminationNamesThemAll() {
    foreign.put(keys.record(VICTIM), "scribble");

    List<Finding> findings = deployer.examine();

    assertThat(findings)
        .extracting(Finding::what)
        .anySatisfy(what -> assertThat(what).contains(keys.record(VICTIM)))
        .anySatisfy(what -> assertThat(what).contains(keys.records() + ".."))
        .anySatisfy(what -> assertThat(what).contains(keys.owners() + "-1"))
        .anySatisfy(what -> assertThat(what).contains(keys.withheld() + "-1"))
        .allSatisfy(what -> assertThat(what.length()).isLessThan(20_000));
    foreign.assertThatAllIsLeftAlone();
  }

  private static void assertFails(
      Class<? extends Exception> type, String key, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(type)
        .hasMessageContaining(key)
        .hasMessageContaining("Fix: ")
        .message()
        .satisfies(message -> assertThat(message).hasSizeLessThan(1000).doesNotContain("\u001b"));
  }

  private boolean sees(Endpoint endpoint) {
    List<EndpointSnapshot> all = seen.all();
    return !all.isEmpty() && all.get(all.size() - 1).of(endpoint.service()).contains(endpoint);
  }

  private static Endpoint endpoint(String service, String pid) {
    return new Endpoint(service, service + "_" + pid, HostAndPort.parse("10.0.0.1:32768"));
  }
}
