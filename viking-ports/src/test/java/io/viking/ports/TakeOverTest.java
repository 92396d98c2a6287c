package io.viking.ports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.viking.model.Host;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A local store whose registering process is followed by another one, without a gap. */
@Timeout(60)
class TakeOverTest {
  private static final Endpoint KEPT = endpoint("kept");
  private static final Endpoint DROPPED = endpoint("dropped");
  private static final Host HOST = Host.of("node-1", "10.0.0.1", "tcp://10.0.0.1:2376");

  @TempDir private Path folder;

  @Test
  void readersSeeTheSameBeforeAndAfter() {
    try (ClusterStore reader = store();
        ClusterStore next = store()) {
      try (ClusterStore first = store()) {
        register(first, KEPT, DROPPED);
        first.leave();
        List<Endpoint> left = endpoints(reader);
        next.takeOver();

        assertThat(left).containsExactly(DROPPED, KEPT);
        assertThat(endpoints(reader)).containsExactly(DROPPED, KEPT);
        assertThatThrownBy(() -> first.endpoints().register(endpoint("late")))
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("another process");
      }
      register(next, KEPT);

      assertThat(endpoints(reader)).containsExactly(DROPPED, KEPT);
      assertThat(reader.hosts().hosts()).containsExactly(HOST);
    }
  }

  @Test
  void whatIsNotRegisteredAgainIsGoneAfterALease() throws Exception {
    try (ClusterStore reader = store();
        ClusterStore next = store()) {
      try (ClusterStore first = store()) {
        register(first, KEPT, DROPPED);
        first.leave();
        next.takeOver();
      }
      register(next, KEPT);

      assertThat(
              reader
                  .endpoints()
                  .await(
                      now -> now.contains("mongo", "kept") && !now.contains("mongo", "dropped"),
                      Duration.ofSeconds(30)))
          .isPresent();
    }
  }

  @Test
  void whatWasTakenOverCanBeTakenBack() {
    try (ClusterStore next = store()) {
      try (ClusterStore first = store()) {
        register(first, KEPT, DROPPED);
        first.leave();
        next.takeOver();
      }

      next.endpoints().deregister("mongo", "dropped");

      assertThat(endpoints(next)).containsExactly(KEPT);
    }
    try (ClusterStore reader = store()) {
      assertThat(endpoints(reader)).as("its end ends all").isEmpty();
    }
  }

  @Test
  void whoLeavesWithoutASuccessorTakesItsEndpointsWithIt() {
    try (ClusterStore reader = store()) {
      try (ClusterStore first = store()) {
        register(first, KEPT);
        first.leave();
      }

      assertThat(endpoints(reader)).isEmpty();
    }
  }

  private ClusterStore store() {
    return ClusterStore.local(folder, PortRange.DEFAULT);
  }

  private static void register(ClusterStore store, Endpoint... endpoints) {
    for (Endpoint endpoint : endpoints) {
      store.endpoints().register(endpoint);
    }
    store.hosts().announce(HOST);
  }

  private static List<Endpoint> endpoints(ClusterStore store) {
    return store.endpoints().snapshot().of("mongo");
  }

  private static Endpoint endpoint(String id) {
    return new Endpoint("mongo", id, HostAndPort.parse("10.0.0.1:32768"));
  }
}
