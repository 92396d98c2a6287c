package io.viking.ports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.viking.ports.testing.SecureEtcd;
import io.viking.ports.testing.SecureEtcd.Transport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tokens come and go without the callers' noticing. Each test has an etcd of its own. */
@Timeout(120)
class EtcdLoginIT {
  private static final Duration SOON = Duration.ofSeconds(30);

  @TempDir private Path folder;
  private SecureEtcd etcd;

  @BeforeEach
  void start() {
    etcd = SecureEtcd.start(Transport.PLAIN);
  }

  @AfterEach
  void stop() {
    etcd.close();
  }

  private EtcdOptions.Builder options() {
    return EtcdOptions.builder()
        .addEndpoints(etcd.endpoint())
        .deadline(SOON)
        .leaseTtl(Duration.ofSeconds(2))
        .user(SecureEtcd.USER);
  }

  private ClusterStore open() {
    return ClusterStore.etcd(options().password(SecureEtcd.PASSWORD).build());
  }

  @Test
  void authenticatesOnceForAllThatCallAtTheSameTime() {
    etcd.enableAuthentication();
    long before = etcd.answered("Authenticate");
    ExecutorService threads = Executors.newFixedThreadPool(16);
    try (ClusterStore store = open()) {
      List<CompletableFuture<Void>> calls =
          Stream.generate(() -> CompletableFuture.runAsync(() -> store.ports().list(), threads))
              .limit(64)
              .toList();
      calls.forEach(CompletableFuture::join);
    }
    threads.shutdown();

    assertThat(etcd.answered("Authenticate") - before).isEqualTo(1);
  }

  /** etcd keeps simple tokens in memory: after a restart it takes none of them. */
  @Test
  void goesOnAfterARestartThatForgetsAllTokens() {
    etcd.enableAuthentication();
    try (ClusterStore store = open()) {
      store.endpoints().register(StoreCalls.ENDPOINT);
      int port = store.ports().allocate(StoreCalls.MONGO);

      etcd.restart();

      assertThat(store.ports().find(StoreCalls.MONGO)).hasValue(port);
      assertThat(store.endpoints().await(EtcdLoginIT::isRegistered, SOON)).isPresent();
    }
  }

  @Test
  void followsTheEndpointsThroughARestartThatForgetsAllTokens() {
    etcd.enableAuthentication();
    try (ClusterStore watcher = open();
        ClusterStore registrar = open()) {
      assertThat(watcher.endpoints().await(now -> now.byService().isEmpty(), SOON)).isPresent();

      etcd.restart();
      registrar.endpoints().register(StoreCalls.ENDPOINT);

      assertThat(watcher.endpoints().await(EtcdLoginIT::isRegistered, SOON)).isPresent();
    }
  }

  /** Each change of users or roles makes all tokens too old. */
  @Test
  void goesOnWhenUsersAreChanged() {
    etcd.enableAuthentication();
    try (ClusterStore store = open()) {
      int port = store.ports().allocate(StoreCalls.MONGO);

      etcd.ctl("role", "add", "another");

      assertThat(store.ports().find(StoreCalls.MONGO)).hasValue(port);
    }
  }

  @Test
  void needsNoRestartWhenAuthenticationIsEnabled() {
    try (ClusterStore store = open()) {
      int port = store.ports().allocate(StoreCalls.MONGO);

      etcd.enableAuthentication();

      assertThat(store.ports().find(StoreCalls.MONGO)).hasValue(port);
    }
  }

  @Test
  void readsItsPasswordAgainWhenItIsChanged() throws IOException {
    etcd.enableAuthentication();
    Path file = Files.writeString(folder.resolve("password"), SecureEtcd.PASSWORD + "\n");
    try (ClusterStore store = ClusterStore.etcd(options().passwordFile(file).build())) {
      int port = store.ports().allocate(StoreCalls.MONGO);

      etcd.ctl("user", "delete", SecureEtcd.USER);
      etcd.ctl("user", "add", SecureEtcd.USER + ":another");
      etcd.ctl("user", "grant-role", SecureEtcd.USER, "viking");
      assertThatThrownBy(() -> store.ports().find(StoreCalls.MONGO))
          .isInstanceOf(StoreAccessException.class);
      Files.writeString(file, "another");

      assertThat(eventually(store)).isEqualTo(port);
    }
  }

  /** A refusal stands for a second. */
  private static int eventually(ClusterStore store) {
    long end = System.nanoTime() + SOON.toNanos();
    while (true) {
      try {
        return store.ports().find(StoreCalls.MONGO).orElseThrow();
      } catch (StoreAccessException stillRefused) {
        if (System.nanoTime() > end) {
          throw stillRefused;
        }
        Thread.onSpinWait();
      }
    }
  }

  private static boolean isRegistered(EndpointSnapshot snapshot) {
    return snapshot.contains(StoreCalls.ENDPOINT.service(), StoreCalls.ENDPOINT.id());
  }
}
