package io.viking.ports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.viking.model.Finding;
import io.viking.model.Finding.Severity;
import io.viking.model.Host;
import io.viking.model.InstanceId;
import io.viking.model.Pid;
import io.viking.model.ServiceName;
import io.viking.model.ServicePort;
import io.viking.model.StackName;
import io.viking.ports.testing.Await;
import io.viking.ports.testing.SecureEtcd;
import io.viking.ports.testing.SecureEtcd.Transport;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * All that a store does, by mutual TLS and as the user whose role docs/operations.md describes: it
 * may read and write what starts with {@code /viking/}, and nothing else.
 */
@Timeout(120)
class EtcdLeastPrivilegeIT {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static SecureEtcd etcd;

  private ClusterStore store;

  @BeforeAll
  static void start() {
    etcd = SecureEtcd.start(Transport.MUTUAL_TLS);
    etcd.enableAuthentication();
    etcd.ctl("put", "/other/key", "secret");
    etcd.ctl("put", "/vikings/key", "secret");
  }

  @AfterAll
  static void stop() {
    if (etcd != null) {
      etcd.close();
    }
  }

  @BeforeEach
  void open() {
    etcd.ctl("del", "--prefix", "/viking/");
    store = ClusterStore.etcd(options().build());
  }

  @AfterEach
  void close() {
    store.close();
  }

  private static EtcdOptions.Builder options() {
    return EtcdOptions.builder()
        .addEndpoints(etcd.endpoint())
        .caCertificate(etcd.certificates().ca())
        .clientCertificate(etcd.client().certificate())
        .clientKey(etcd.client().key())
        .user(SecureEtcd.USER)
        .password(SecureEtcd.PASSWORD)
        .deadline(SOON)
        .leaseTtl(Duration.ofSeconds(2));
  }

  @Test
  void portsAreAllocatedFoundListedAndReleased() {
    int port = store.ports().allocate(StoreCalls.MONGO);

    assertThat(store.ports().find(StoreCalls.MONGO)).hasValue(port);
    assertThat(store.ports().list().asMap()).containsOnlyKeys(StoreCalls.MONGO);
    assertThat(store.ports().release(StoreCalls.MONGO)).isTrue();
    assertThat(store.ports().list().asMap()).isEmpty();
  }

  @Test
  void whatTheRoleMayNotSeeIsNoError() {
    store.ports().allocate(StoreCalls.MONGO);

    List<Finding> findings = store.examine();

    assertThat(findings).isNotEmpty().noneMatch(found -> found.severity() == Severity.ERROR);
    assertThat(findings).anyMatch(found -> found.subject().equals("ports"));
  }

  /** More than a flat transaction holds, so that nested ones are checked, too. */
  @Test
  void aBatchIsAllocated() {
    List<ServicePort> batch =
        IntStream.rangeClosed(1, 300)
            .mapToObj(number -> ServicePort.parse("shared/many/" + number + "/tcp"))
            .toList();

    assertThat(store.ports().allocate(batch).asMap()).hasSize(300);
    assertThat(store.ports().allocate(batch)).isEqualTo(store.ports().list());
  }

  @Test
  void endpointsAreRegisteredWatchedKeptAndTakenBack() {
    try (ClusterStore watcher = ClusterStore.etcd(options().build())) {
      store.endpoints().register(StoreCalls.ENDPOINT);
      assertThat(watcher.endpoints().await(EtcdLeastPrivilegeIT::isRegistered, SOON)).isPresent();

      store.endpoints().deregister(StoreCalls.ENDPOINT.service(), StoreCalls.ENDPOINT.id());

      assertThat(watcher.endpoints().await(now -> now.byService().isEmpty(), SOON)).isPresent();
    }
  }

  /** The keeper reads which keys are under its lease, which etcd allows for permitted keys only. */
  @Test
  void anEndpointThatSomebodyDeletesIsPutAgain() {
    store.endpoints().register(StoreCalls.ENDPOINT);

    etcd.ctl("del", "--prefix", "/viking/network/");

    assertThat(store.endpoints().await(EtcdLeastPrivilegeIT::isRegistered, SOON)).isPresent();
  }

  /** Far sooner than its lease ends: only a lease that was given back takes its keys at once. */
  @Test
  void whatWasRegisteredIsGoneWhenTheStoreIsClosed() {
    EtcdOptions lasting = options().leaseTtl(Duration.ofMinutes(10)).build();
    try (ClusterStore registrar = ClusterStore.etcd(lasting)) {
      registrar.endpoints().register(StoreCalls.ENDPOINT);
      registrar.hosts().announce(Host.of("node-1", "10.0.0.1", "tcp://10.0.0.1:2376"));
      assertThat(store.hosts().hosts()).extracting(Host::name).containsExactly("node-1");
    }

    assertThat(store.endpoints().await(now -> now.byService().isEmpty(), SOON)).isPresent();
    assertThat(store.hosts().hosts()).isEmpty();
  }

  @Test
  void homesOfVolumesAreRecordedAndForgotten() {
    store.volumes().record("shared_mongo_data", "node-1");

    assertThat(store.volumes().homes()).containsEntry("shared_mongo_data", "node-1");
    assertThat(store.volumes().forget("shared_mongo_data")).contains("node-1");
    assertThat(store.volumes().homes()).isEmpty();
  }

  @Test
  void locksOfStacksAreTakenRenewedAndGivenBack() {
    StackName app = StackName.of("app");
    try (StackLock lock = store.locks().acquire(List.of(app), SOON, holder -> {})) {
      lock.volumes().record("app_db_data", "node-1");
      lock.announceRemoval(List.of(new InstanceId(ServiceName.of("app", "db"), Pid.of("d2d2d2"))));
      long end = System.nanoTime() + Duration.ofSeconds(4).toNanos();
      Await.until(
          "two leases have passed, or it is lost",
          SOON,
          () -> System.nanoTime() - end > 0 || !lock.isHeld());
      assertThat(lock.isHeld()).as("its lease was renewed").isTrue();
    }
    assertThat(store.locks().holders()).isEmpty();
  }

  @Test
  void departuresAreWatchedReportedAndTakenBack() {
    StackName app = StackName.of("app");
    InstanceId db = new InstanceId(ServiceName.of("app", "db"), Pid.of("d2d2d2"));
    Queue<Set<InstanceId>> told = new ConcurrentLinkedQueue<>();
    try (StackLock lock = store.locks().acquire(List.of(app), SOON, holder -> {});
        Subscription watch = store.departures().watch(told::add)) {
      lock.announceRemoval(List.of(db));
      Await.until("the removal was told of", SOON, () -> told.contains(Set.of(db)));

      store.departures().report("node-1", Map.of(db, 2));
      assertThat(store.departures().reports()).containsExactly(Map.entry("node-1", Map.of(db, 2)));

      store.departures().report("node-1", Map.of());
      assertThat(store.departures().reports()).isEmpty();
    }
  }

  @Test
  void keysOutsideThePrefixCannotBeReadOrWritten() {
    EtcdOptions outside = options().baseKey("/other").build();
    try (ClusterStore other = ClusterStore.etcd(outside)) {
      assertThatThrownBy(() -> other.ports().list())
          .isInstanceOf(StoreAccessException.class)
          .hasMessageContaining("/other/");
      assertThatThrownBy(() -> other.ports().allocate(StoreCalls.MONGO))
          .isInstanceOf(StoreAccessException.class);
    }
    // A name that only begins alike is outside, too.
    try (ClusterStore alike = ClusterStore.etcd(options().baseKey("/vikings").build())) {
      assertThatThrownBy(() -> alike.endpoints().snapshot())
          .isInstanceOf(StoreAccessException.class);
    }
    assertThat(etcd.ctl("get", "/other/key")).contains("secret");
  }

  private static boolean isRegistered(EndpointSnapshot snapshot) {
    return snapshot.contains(StoreCalls.ENDPOINT.service(), StoreCalls.ENDPOINT.id());
  }
}
