package io.viking.ports;

import static org.assertj.core.api.Assertions.assertThat;

import io.viking.ports.testing.ChildJvm;
import io.viking.ports.testing.StoreOpener;
import io.viking.ports.testing.StoreProgram;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EtcdExitIT {
  @RegisterExtension static final SharedEtcd ETCD = new SharedEtcd();

  /** {@code leave}: a program that forgets to close the store has to be able to end, too. */
  @ParameterizedTest
  @ValueSource(strings = {"close", "leave"})
  void letsTheProgramEndByItself(String how) {
    String address = ETCD.server().endpoint() + "," + ETCD.baseKey();
    ChildJvm child =
        ChildJvm.start(StoreProgram.class, List.of(StoreOpener.Etcd.class.getName(), address, how));

    child.closeInput();
    String output = child.awaitEnd(Duration.ofMinutes(1));

    assertThat(output).isEmpty();
    child.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"close", "kill"})
  void isSeenToBeGone(String how) {
    String address = ETCD.server().endpoint() + "," + ETCD.baseKey();
    try (ClusterStore observer = ClusterStore.etcd(ETCD.options().build())) {
      ChildJvm child =
          ChildJvm.start(
              StoreProgram.class, List.of(StoreOpener.Etcd.class.getName(), address, "close"));
      assertThat(observer.endpoints().await(EtcdExitIT::isRegistered, Duration.ofMinutes(1)))
          .isPresent();

      if (how.equals("kill")) {
        child.kill();
      } else {
        child.closeInput();
      }

      assertThat(
              observer.endpoints().await(now -> now.byService().isEmpty(), Duration.ofMinutes(1)))
          .isPresent();
      child.close();
    }
  }

  private static boolean isRegistered(EndpointSnapshot snapshot) {
    return snapshot.contains(StoreProgram.ENDPOINT.service(), StoreProgram.ENDPOINT.id());
  }
}
