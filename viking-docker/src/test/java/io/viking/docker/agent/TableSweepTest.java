package io.viking.docker.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TableSweepTest {
  private static final Set<InetAddress> HERE = Set.of(InetAddress.getLoopbackAddress());

  private int sweeps;
  private boolean works = true;
  private long now = Long.MAX_VALUE;
  private final TableSweep sweep = new TableSweep(() -> now);

  private void look(Set<InetAddress> addresses) {
    sweep.look(
        addresses,
        () -> {
          sweeps++;
          return works;
        });
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }

  @Test
  void sweepsOnceForEachSetOfAddresses() throws Exception {
    look(HERE);
    look(HERE);
    assertThat(sweeps).isEqualTo(1);

    look(Set.of(InetAddress.getByName("172.17.0.1")));
    assertThat(sweeps).isEqualTo(2);
  }

  @Test
  void waitsUntilSomethingIsListenedOn() {
    look(Set.of());

    assertThat(sweeps).isZero();
  }

  @Test
  void triesAgainAWhileAfterAFailure() {
    works = false;
    look(HERE);
    pass(Duration.ofSeconds(29));
    look(HERE);
    assertThat(sweeps).isEqualTo(1);

    works = true;
    pass(Duration.ofSeconds(1));
    look(HERE);
    assertThat(sweeps).isEqualTo(2);

    pass(Duration.ofDays(1));
    look(HERE);
    assertThat(sweeps).isEqualTo(2);
  }

  @Test
  void triesAtOnceWhenTheAddressesChangeAfterAFailure() throws Exception {
    works = false;
    look(HERE);

    look(Set.of(InetAddress.getByName("172.17.0.1")));

    assertThat(sweeps).isEqualTo(2);
  }
}
