package io.viking.examples.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ConsumptionTest {
  @Test
  void userAndSystemTimeAreCountedWhateverTheProcessIsCalled() {
    String stat = "4711 (a) b (c) S 1 4711 4711 0 -1 4194560 100 0 0 0 250 31 7 9 20 0 3 0 99 1";

    assertThat(Consumption.ticks(stat)).isEqualTo(281);
  }

  @Test
  void aProcessThatHasEndedCountsNothing() {
    assertThat(Consumption.ticks("")).isZero();
    assertThat(Consumption.kilobytes("", "VmRSS")).isZero();
  }

  @Test
  void memoryIsReadFromTheLineOfItsName() {
    String status = "Name:\tjava\nVmPeak:\t  900 kB\nVmRSS:\t   81920 kB\nRssAnon:\t 100 kB\n";

    assertThat(Consumption.kilobytes(status, "VmRSS")).isEqualTo(81_920);
  }

  @Test
  void thisProcessUsesMemory() {
    assertThat(Consumption.memoryMegabytes(Stream.of(ProcessHandle.current()))).isPositive();
    assertThat(Consumption.residentMegabytes(ProcessHandle.current())).isPositive();
  }

  @Test
  void theMachinesTimeIsAllButIdleAndWaiting() {
    MachineTime time = MachineTime.parse("cpu  100 20 30 4000 500 6 7 8 0 0\ncpu0 1 2 3\n");

    assertThat(time).isEqualTo(new MachineTime(1.63, 0.07));
  }
}
