package io.viking.docker.ambassador;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KernelMeterTest {
  private final KernelMeter meter = new KernelMeter();

  private void read(int connections, int up, int down) {
    meter.read(
        """
        table ip viking-172.17.0.1 {
        \tcounter tcp-1432 {
        \t\tpackets %d bytes 999
        \t}
        \tcounter up-1432 {
        \t\tpackets 99 bytes %d
        \t}
        \tcounter down-1432 {
        \t\tpackets 99 bytes %d
        \t}
        }
        """
            .formatted(connections, up, down));
  }

  @Test
  void readsConnectionsAndBytesOfBothDirections() {
    read(3, 200, 5000);

    assertThat(meter.counts()).containsOnly(Map.entry(1432, new KernelCounts(3, 200, 5000)));
  }

  @Test
  void goesOnWhereTheCountersBeginAnew() {
    read(3, 200, 5000);
    read(1, 50, 6000);
    read(2, 70, 7000);

    assertThat(meter.counts()).containsEntry(1432, new KernelCounts(5, 270, 12000));
  }

  @Test
  void goesOnWhereAPortHasGoneAndComesBack() {
    read(3, 200, 5000);
    meter.read("table ip viking-172.17.0.1 {\n}\n");
    read(1, 50, 60);

    assertThat(meter.counts()).containsEntry(1432, new KernelCounts(4, 250, 5060));
  }

  @Test
  void forgetsPortsThatAreGoneForGood() {
    read(3, 200, 5000);
    meter.read("table ip viking-172.17.0.1 {\n}\n");

    meter.keep(Set.of(1433));

    assertThat(meter.counts()).isEmpty();
  }
}
