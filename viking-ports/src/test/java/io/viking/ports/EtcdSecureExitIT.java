package io.viking.ports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.viking.ports.testing.ChildJvm;
import io.viking.ports.testing.DisappointedProgram;
import io.viking.ports.testing.SecureEtcd;
import io.viking.ports.testing.SecureEtcd.Transport;
import io.viking.ports.testing.StoreProgram;
import io.viking.ports.testing.VariablesOpener;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A store by TLS and with a user holds no program and no thread, least of all without etcd. */
@Timeout(180)
class EtcdSecureExitIT {
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private SecureEtcd etcd;

  @BeforeEach
  void start() {
    etcd = SecureEtcd.start(Transport.MUTUAL_TLS);
    etcd.enableAuthentication();
  }

  @AfterEach
  void stop() {
    etcd.close();
  }

  private ChildJvm program(Class<?> main, String deadline, String how) {
    return ChildJvm.start(
        main,
        List.of(VariablesOpener.class.getName(), VariablesOpener.address(etcd, deadline), how));
  }

  @ParameterizedTest
  @ValueSource(strings = {"close", "leave"})
  void letsTheProgramEndByItself(String how) {
    try (ChildJvm child = program(StoreProgram.class, "30s", how)) {
      child.closeInput();

      assertThat(child.awaitEnd(LIMIT)).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"close", "leave"})
  void letsTheProgramEndByItselfWhileEtcdIsAway(String how) {
    etcd.kill();

    try (ChildJvm child = program(DisappointedProgram.class, "1s", how)) {
      assertThat(child.awaitEnd(LIMIT)).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"close", "leave"})
  void letsTheProgramEndByItselfWhileEtcdHangs(String how) {
    etcd.freeze();

    try (ChildJvm child = program(DisappointedProgram.class, "1s", how)) {
      assertThat(child.awaitEnd(LIMIT)).isEmpty();
    }
  }

  @Test
  void leavesNoThreadBehind() {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    ClusterStore store = new VariablesOpener().open(VariablesOpener.address(etcd, "30s"));
    store.endpoints().register(StoreCalls.ENDPOINT);
    store.endpoints().await(now -> !now.byService().isEmpty(), LIMIT);

    store.close();

    awaitThatNoneIsLeft(before);
  }

  @Test
  void leavesNoThreadBehindWhileEtcdHangs() {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    ClusterStore store = new VariablesOpener().open(VariablesOpener.address(etcd, "1s"));
    etcd.freeze();
    assertThatThrownBy(() -> store.ports().list()).isInstanceOf(StoreUnavailableException.class);
    store.endpoints().watch(now -> {});

    store.close();

    awaitThatNoneIsLeft(before);
  }

  /** gRPC keeps its shared threads for a second, Netty a few of its own for another one. */
  private static void awaitThatNoneIsLeft(Set<Thread> before) {
    long end = System.nanoTime() + LIMIT.toNanos();
    Set<String> left = left(before);
    while (!left.isEmpty() && System.nanoTime() < end) {
      Thread.onSpinWait();
      left = left(before);
    }
    assertThat(left).isEmpty();
  }

  private static Set<String> left(Set<Thread> before) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !before.contains(thread))
        .map(Thread::getName)
        .filter(name -> name.matches("(viking|vert\\.x|grpc|jetcd|netty|Failsafe|globalEvent).*"))
        .collect(Collectors.toSet());
  }
}
