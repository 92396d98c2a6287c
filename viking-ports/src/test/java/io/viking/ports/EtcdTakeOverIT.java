package io.viking.ports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A process that leaves its registrations in etcd to the next one. */
@Timeout(60)
class EtcdTakeOverIT {
  private static final Endpoint KEPT = endpoint("kept");
  private static final Endpoint DROPPED = endpoint("dropped");

  @RegisterExtension static final SharedEtcd ETCD = new SharedEtcd();

  @Test
  void whatTheNextOneRegistersStaysAndTheRestGoesWithTheLease() {
    try (ClusterStore next = store()) {
      try (ClusterStore first = store()) {
        first.endpoints().register(KEPT);
        first.endpoints().register(DROPPED);
        first.leave();
        next.takeOver();

        assertThatThrownBy(() -> first.endpoints().register(endpoint("late")))
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("another process");
      }
      List<Endpoint> left = endpoints(next);
      next.endpoints().register(KEPT);

      assertThat(left).as("its end takes nothing back").containsExactly(DROPPED, KEPT);
      // Of etcd itself: a watcher may hold on to what vanishes for a lease and a deadline.
      long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
      while (endpoints(next).contains(DROPPED) && System.nanoTime() - deadline < 0) {
        LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
      }
      assertThat(endpoints(next)).containsExactly(KEPT);
    }
  }

  private static ClusterStore store() {
    return ClusterStore.etcd(ETCD.options().leaseTtl(Duration.ofSeconds(3)).build());
  }

  private static List<Endpoint> endpoints(ClusterStore store) {
    return store.endpoints().snapshot().of("mongo");
  }

  private static Endpoint endpoint(String id) {
    return new Endpoint("mongo", id, HostAndPort.parse("10.0.0.1:32768"));
  }
}
