package io.viking.ports;

import static org.assertj.core.api.Assertions.assertThat;

import io.viking.model.Finding;
import io.viking.model.Finding.Severity;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RangeCheckTest {
  private static final PortRange RANGE = new PortRange(10000, 10099);

  @ParameterizedTest
  @CsvSource({"0, OK", "79, OK", "80, WARNING", "94, WARNING", "95, ERROR", "100, ERROR"})
  void warnsBeforeTheRangeIsUsedUp(int taken, Severity severity) {
    List<Finding> findings =
        RangeCheck.of(
            RANGE,
            IntStream.range(10000, 10000 + taken / 2).boxed().collect(Collectors.toSet()),
            IntStream.range(10000 + taken / 2, 10000 + taken).boxed().collect(Collectors.toSet()));

    assertThat(findings)
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.severity()).isEqualTo(severity);
              assertThat(finding.what()).startsWith(taken + " of the 100 numbers of 10000-10099");
            });
  }

  @Test
  void namesNumbersOutsideTheRangeAndDoesNotCountThem() {
    List<Finding> findings = RangeCheck.of(RANGE, Set.of(20000, 10000, 9999), Set.of(9));

    assertThat(findings)
        .satisfiesExactly(
            usage -> assertThat(usage.what()).startsWith("1 of the 100"),
            outside -> {
              assertThat(outside.severity()).isEqualTo(Severity.WARNING);
              assertThat(outside.what()).contains("9999, 20000");
            });
  }
}
