package io.viking.docker.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.viking.ports.PortRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EphemeralCheckTest {
  @ParameterizedTest
  @CsvSource({
    "'32768\t60999\n', false",
    "'29999 60999', true",
    "'30000 60999', false",
    "'1024 10000', true",
    "'1024 9999', false",
    "'15000 16000', true",
    "'', false",
    "'none', false",
  })
  void warnsWhereTheKernelsRangeOverlapsTheNumbers(String setting, boolean overlaps) {
    assertThat(Readings.faults(EphemeralCheck.of(PortRange.DEFAULT, setting)))
        .hasSize(overlaps ? 1 : 0);
  }
}
