package io.viking.ports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.viking.model.Host;
import io.viking.ports.testing.NetworkNamespace;
import io.viking.ports.testing.SecureEtcd;
import io.viking.ports.testing.SecureEtcd.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** In each situation that etcd can put a program in: every call ends in time, and says why. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EtcdBoundedCallsIT {
  private static final Duration DEADLINE = Duration.ofMillis(1500);

  /** What a call may take beyond its deadline, on a busy machine, before it counts as hanging. */
  private static final Duration MARGIN = Duration.ofSeconds(3);

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private SecureEtcd tls;
  private SecureEtcd mutual;
  private SecureEtcd users;

  @BeforeAll
  void startServers() {
    tls = SecureEtcd.start(Transport.TLS);
    mutual = SecureEtcd.start(Transport.MUTUAL_TLS);
    users = SecureEtcd.start(Transport.PLAIN);
    // The first use of TLS and of etcd's client is slow, and no part of what is tested here.
    try (ClusterStore first =
        ClusterStore.etcd(
            options(tls)
                .caCertificate(tls.certificates().ca())
                .deadline(Duration.ofSeconds(30))
                .build())) {
      first.ports().list();
    }
    users.enableAuthentication();
  }

  @AfterAll
  void stopServers() {
    threads.shutdown();
    Stream.of(tls, mutual, users).forEach(SecureEtcd::close);
  }

  @AfterEach
  void closeAll() throws Exception {
    while (!open.isEmpty()) {
      open.pop().close();
    }
  }

  private <T extends AutoCloseable> T closedLater(T resource) {
    open.push(resource);
    return resource;
  }

  private static EtcdOptions.Builder options(SecureEtcd etcd) {
    return options(etcd.endpoint());
  }

  private static EtcdOptions.Builder options(String endpoint) {
    return EtcdOptions.builder().addEndpoints(endpoint).deadline(DEADLINE);
  }

  @Test
  void nothingListens() throws IOException {
    int port;
    try (ServerSocket unused = new ServerSocket(0)) {
      port = unused.getLocalPort();
    }

    ClusterStore store = ClusterStore.etcd(options("127.0.0.1:" + port).build());

    assertThatEveryCallEndsInTime(store, StoreUnavailableException.class, "Connection refused");
  }

  @Test
  void etcdIsKilled() {
    SecureEtcd etcd = closedLater(SecureEtcd.start(Transport.PLAIN));
    ClusterStore store = inUse(options(etcd));

    etcd.kill();

    assertThatEveryCallEndsInTime(store, StoreUnavailableException.class, "endpoint health");
  }

  @Test
  void etcdIsFrozen() {
    SecureEtcd etcd = closedLater(SecureEtcd.start(Transport.PLAIN));
    ClusterStore store = inUse(options(etcd));

    etcd.freeze();

    assertThatEveryCallEndsInTime(store, StoreUnavailableException.class, "no answer");
  }

  @Test
  void etcdIsFrozenBeforeItShowsItsCertificate() {
    SecureEtcd etcd = closedLater(SecureEtcd.start(Transport.TLS));
    etcd.freeze();

    ClusterStore store =
        ClusterStore.etcd(options(etcd).caCertificate(etcd.certificates().ca()).build());

    assertThatEveryCallEndsInTime(store, StoreUnavailableException.class, "endpoint health");
  }

  @Test
  void etcdIsFrozenBeforeTheUserIsAuthenticated() {
    SecureEtcd etcd = closedLater(SecureEtcd.start(Transport.PLAIN));
    etcd.enableAuthentication();
    etcd.freeze();

    ClusterStore store =
        ClusterStore.etcd(
            options(etcd).user(SecureEtcd.USER).password(SecureEtcd.PASSWORD).build());

    assertThatEveryCallEndsInTime(store, StoreUnavailableException.class, "endpoint health");
  }

  /** Linux drops what asks for a connection while the queue of a listener is full. */
  @Test
  void packetsThatAskForAConnectionAreLost() throws IOException {
    ServerSocket deaf = closedLater(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
    InetSocketAddress address =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), deaf.getLocalPort());
    for (int i = 0; i < 4; i++) {
      SocketChannel waiting = closedLater(SocketChannel.open());
      waiting.configureBlocking(false);
      waiting.connect(address);
    }

    ClusterStore store = ClusterStore.etcd(options("127.0.0.1:" + deaf.getLocalPort()).build());

    assertThatEveryCallEndsInTime(store, StoreUnavailableException.class, "endpoint health");
  }

  @Test
  void theNetworkIsCut() {
    NetworkNamespace network = closedLater(NetworkNamespace.create());
    SecureEtcd etcd = closedLater(SecureEtcd.start(Transport.PLAIN, network));
    ClusterStore store = inUse(options(etcd));

    network.cut();

    assertThatEveryCallEndsInTime(store, StoreUnavailableException.class, "no answer");
  }

  @Test
  void theEndpointSpeaksTlsAndTheProgramDoesNot() {
    ClusterStore store =
        ClusterStore.etcd(options(tls.endpoint().replace("https", "http")).build());

    assertThatEveryCallEndsInTime(
        store, StoreAccessException.class, "this endpoint speaks TLS", "use https://");
  }

  @Test
  void theProgramSpeaksTlsAndTheEndpointDoesNot() {
    ClusterStore store =
        ClusterStore.etcd(options(users.endpoint().replace("http", "https")).build());

    assertThatEveryCallEndsInTime(
        store, StoreAccessException.class, "does not speak TLS", "use http://");
  }

  @Test
  void theCertificateIsOfAnotherAuthority() {
    ClusterStore store =
        ClusterStore.etcd(options(tls).caCertificate(mutual.certificates().ca()).build());

    assertThatEveryCallEndsInTime(
        store,
        StoreAccessException.class,
        "not trusted by the CA in " + mutual.certificates().ca());
  }

  @Test
  void theCertificateIsOfAnAuthorityThatJavaDoesNotKnow() {
    ClusterStore store = ClusterStore.etcd(options(tls).build());

    assertThatEveryCallEndsInTime(
        store, StoreAccessException.class, "not trusted by Java's CAs", "name the file of the CA");
  }

  @Test
  void theCertificateIsForAnotherName() {
    ClusterStore store =
        ClusterStore.etcd(
            options(tls).caCertificate(tls.certificates().ca()).serverName("other.test").build());

    assertThatEveryCallEndsInTime(
        store, StoreAccessException.class, "certificate is for another name", "other.test");
  }

  @Test
  void theProgramHasNoCertificateToShow() {
    ClusterStore store =
        ClusterStore.etcd(options(mutual).caCertificate(mutual.certificates().ca()).build());

    assertThatEveryCallEndsInTime(
        store, StoreAccessException.class, "a client without a certificate", "--trusted-ca-file");
  }

  @Test
  void theProgramsCertificateIsOfAnotherAuthority() {
    ClusterStore store =
        ClusterStore.etcd(
            options(mutual)
                .caCertificate(mutual.certificates().ca())
                .clientCertificate(tls.client().certificate())
                .clientKey(tls.client().key())
                .build());

    assertThatEveryCallEndsInTime(
        store, StoreAccessException.class, "does not accept the client certificate");
  }

  @Test
  void thePasswordIsWrong() {
    ClusterStore store =
        ClusterStore.etcd(
            options(users).user(SecureEtcd.USER).password("s3cret-but-wrong").build());

    assertThatEveryCallEndsInTime(
        store, StoreAccessException.class, "user 'viking' or the password is not right");
  }

  @Test
  void theUserIsUnknown() {
    ClusterStore store =
        ClusterStore.etcd(options(users).user("nobody").password(SecureEtcd.PASSWORD).build());

    assertThatEveryCallEndsInTime(
        store, StoreAccessException.class, "user 'nobody' or the password is not right");
  }

  @Test
  void etcdWantsAUserAndTheProgramHasNone() {
    ClusterStore store = ClusterStore.etcd(options(users).build());

    assertThatEveryCallEndsInTime(
        store, StoreAccessException.class, "it wants a user", "give a user and a password");
  }

  @Test
  void theUserMayNotUseTheseKeys() {
    ClusterStore store =
        ClusterStore.etcd(
            options(users)
                .user(SecureEtcd.STRANGER)
                .password(SecureEtcd.STRANGERS_PASSWORD)
                .build());

    assertThatEveryCallEndsInTime(
        store,
        StoreAccessException.class,
        "user 'stranger' may not read or write these keys",
        "readwrite --prefix=true /viking/");
  }

  @Test
  void theUserIsTakenAwayMeanwhile() {
    SecureEtcd etcd = closedLater(SecureEtcd.start(Transport.PLAIN));
    etcd.enableAuthentication();
    ClusterStore store = inUse(options(etcd).user(SecureEtcd.USER).password(SecureEtcd.PASSWORD));

    etcd.ctl("user", "delete", SecureEtcd.USER);

    assertThatEveryCallEndsInTime(
        store, StoreAccessException.class, "user 'viking' or the password is not right");
  }

  /** A store that has been used, and has registered something that it will want to take back. */
  private static ClusterStore inUse(EtcdOptions.Builder options) {
    ClusterStore store = ClusterStore.etcd(options.build());
    store.ports().allocate(StoreCalls.MONGO);
    store.hosts().announce(Host.of("node-2", "10.0.0.2", "tcp://10.0.0.2:2376"));
    return store;
  }

  private void assertThatEveryCallEndsInTime(
      ClusterStore store, Class<? extends RuntimeException> type, String... says) {
    closedLater(store);
    List<CompletableFuture<Void>> calls = new ArrayList<>();
    StoreCalls.all()
        .forEach(
            (name, call) ->
                calls.add(
                    CompletableFuture.runAsync(
                        () -> assertThatItEndsInTime(name, () -> call.accept(store), type, says),
                        threads)));
    calls.forEach(CompletableFuture::join);
    assertThatItEndsInTime("deregister", () -> StoreCalls.deregister(store), type, says);
    assertThatItDoesNotBlock("watch", () -> store.endpoints().watch(now -> {}));
    assertThatItDoesNotBlock("close", store::close);
  }

  private static void assertThatItEndsInTime(
      String name, Runnable call, Class<? extends RuntimeException> type, String... says) {
    assertThatItDoesNotBlock(
        name,
        () ->
            assertThatThrownBy(call::run)
                .as(name)
                .isInstanceOf(type)
                .hasMessageContainingAll("etcd at http", "1500 ms", "Fix: ")
                .hasMessageContainingAll(says)
                .hasMessageNotContaining("s3cret"));
  }

  private static void assertThatItDoesNotBlock(String what, Runnable call) {
    long start = System.nanoTime();
    call.run();
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .as("what %s took", what)
        .isLessThan(DEADLINE.plus(MARGIN));
  }
}
