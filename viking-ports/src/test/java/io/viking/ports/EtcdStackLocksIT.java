package io.viking.ports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.viking.model.StackName;
import io.viking.ports.testing.Await;
import io.viking.ports.testing.ChildJvm;
import io.viking.ports.testing.EtcdServer;
import io.viking.ports.testing.LockingProgram;
import io.viking.ports.testing.StackLocksContract;
import io.viking.ports.testing.StoreOpener;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The locks in etcd, and what happens to them when etcd, or their holder, fails. */
@Timeout(120)
class EtcdStackLocksIT extends StackLocksContract {
  private static final StackName APP = StackName.of("app");
  private static final Duration SOON = Duration.ofSeconds(40);

  @RegisterExtension static final SharedEtcd ETCD = new SharedEtcd();

  @Override
  protected ClusterStore openStore() {
    return ClusterStore.etcd(ETCD.options().build());
  }

  @Override
  protected ClusterStore openOther(ClusterStore store) {
    return openStore();
  }

  private static StackLock take(ClusterStore store) {
    return store.locks().acquire(List.of(APP), SOON, holder -> {});
  }

  private static String key() {
    return ETCD.baseKey() + "/locks/app";
  }

  /** Long before its thread would notice: etcd itself refuses. */
  @Test
  void etcdRefusesWhatAHolderWritesThatHasLostItsLock() {
    try (ClusterStore store =
            ClusterStore.etcd(ETCD.options().leaseTtl(Duration.ofMinutes(5)).build());
        ClusterStore other = openStore()) {
      StackLock old = take(store);
      old.volumes().record("app_db_data", "node-1");
      ETCD.server().ctl("del", key());
      try (StackLock next = take(other)) {
        assertThat(old.isHeld()).as("it does not know yet").isTrue();

        assertThatThrownBy(() -> old.volumes().record("app_db_data", "node-2"))
            .isInstanceOf(StackLockLostException.class)
            .hasMessageContaining("another program");
        assertThatThrownBy(() -> old.announceRemoval(List.of(LockingProgram.announced("app"))))
            .isInstanceOf(StackLockLostException.class);
        old.close();

        assertThat(next.isHeld()).as("the old holder's end took nothing").isTrue();
        next.volumes().record("app_db_cache", "node-3");
        assertThat(other.volumes().homes())
            .containsEntry("app_db_data", "node-1")
            .containsEntry("app_db_cache", "node-3");
      }
      try (StackLock last = take(other)) {
        assertThat(last.announcedRemovals()).isEmpty();
      }
    }
  }

  @Test
  void aHolderIsToldThatSomebodyHasDeletedItsKey() throws InterruptedException {
    try (ClusterStore store = openStore();
        StackLock lock = take(store)) {
      CountDownLatch told = new CountDownLatch(1);
      lock.onLost(told::countDown);

      ETCD.server().ctl("del", key());

      assertThat(told.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(lock.isHeld()).isFalse();
      assertThatThrownBy(lock::requireHeld).hasMessageContaining("deleted its key");
    }
  }

  @Test
  void theLockOfAProcessThatIsKilledIsFreeWhenItsLeaseEnds() {
    String address = ETCD.server().endpoint() + "," + ETCD.baseKey();
    try (ClusterStore store = openStore();
        ChildJvm child =
            ChildJvm.start(
                LockingProgram.class, List.of(StoreOpener.Etcd.class.getName(), address, "app"))) {
      LockingProgram.awaitAnnouncement(store, "app", SOON);

      child.kill();

      try (StackLock lock = take(store)) {
        assertThat(lock.announcedRemovals()).containsExactly(LockingProgram.announced("app"));
      }
    }
  }

  @Test
  void aLockOutlivesAShortOutageOfEtcdAndIsLostInALongOne() {
    try (EtcdServer etcd = EtcdServer.start();
        ClusterStore store =
            ClusterStore.etcd(
                EtcdOptions.builder()
                    .addEndpoints(etcd.endpoint())
                    .deadline(Duration.ofSeconds(10))
                    .leaseTtl(Duration.ofSeconds(8))
                    .build())) {
      StackLock lock = take(store);
      etcd.kill();
      etcd.restart();
      lock.volumes().record("app_db_data", "node-1");
      assertThat(lock.isHeld()).isTrue();

      etcd.freeze();
      Await.until("the lock is lost", SOON, () -> !lock.isHeld());
      etcd.thaw();

      assertThatThrownBy(() -> lock.volumes().record("app_db_data", "node-2"))
          .isInstanceOf(StackLockLostException.class)
          .hasMessageContaining("etcd did not answer");
      lock.close();
      take(store).close();
      assertThat(store.volumes().homes()).containsEntry("app_db_data", "node-1");
    }
  }
}
