package io.viking.examples.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FindingsTest {
  private final Readings readings = new Readings();

  private Finding finding(String key) {
    return new Findings(readings, "")
        .all().stream()
            .filter(finding -> finding.subject().key().equals(key))
            .findFirst()
            .orElseThrow();
  }

  private AmbassadorReport report() {
    return new AmbassadorReport(
        readings, new Findings(readings, "").all(), Map.of("haproxy", "2.6.12"));
  }

  @Test
  void aRatioIsTakenWithinEachRoundBeforeTheMedian() {
    readings.add(Way.RELAY, 1, Map.of(Quantity.SHORT, 10.0));
    readings.add(Way.RELAY, 2, Map.of(Quantity.SHORT, 40.0));
    readings.add(Way.RELAY, 3, Map.of(Quantity.SHORT, 9.0));
    readings.add(Way.HAPROXY, 1, Map.of(Quantity.SHORT, 10.0));
    readings.add(Way.HAPROXY, 2, Map.of(Quantity.SHORT, 20.0));
    readings.add(Way.HAPROXY, 3, Map.of(Quantity.SHORT, 10.0));

    Finding finding = finding("relay.short");

    assertThat(finding.values().summary()).contains(new Summary(1, 0.9, 2));
    assertThat(finding.verdict()).isEqualTo("ok");
    assertThat(finding.subject().metric()).isTrue();
  }

  @Test
  void theKernelPathHasBarsAgainstNoProxyToo() {
    readings.add(Way.KERNEL, 1, Map.of(Quantity.KEEPALIVE32, 80.0));
    readings.add(Way.DIRECT, 1, Map.of(Quantity.KEEPALIVE32, 100.0));
    readings.add(Way.HAPROXY, 1, Map.of(Quantity.KEEPALIVE32, 40.0));

    assertThat(finding("kernel.keepalive32").verdict()).isEqualTo("ok");
    assertThat(finding("kernel.keepalive32_vs_direct").verdict()).isEqualTo("short");
  }

  @Test
  void whatFailedInOneRoundIsInvalidInAllAndNotInTheJson() {
    readings.add(Way.RELAY, 1, Map.of(Quantity.SHORT, 10.0, Quantity.BULK1, 5.0));
    readings.add(Way.HAPROXY, 1, Map.of(Quantity.SHORT, 10.0, Quantity.BULK1, 5.0));
    readings.fault(Way.RELAY, Workload.SHORT, "round 2: ab: 3 failed");

    assertThat(finding("relay.short").verdict()).isEqualTo("invalid");
    assertThat(report().json()).doesNotContain("relay.short").contains("\"relay.bulk1\"");
    assertThat(report().text())
        .contains("INVALID relay, short: round 2: ab: 3 failed")
        .containsPattern("short connections, /s +10.0 +invalid");
  }

  @Test
  void onlyWhatBothHaveIsCompared() {
    readings.add(Way.RELAY, 1, Map.of(Quantity.CPU_PER_CONNECTION, 90.0));
    readings.add(Way.DIRECT, 1, Map.of(Quantity.SHORT, 90.0));

    assertThat(new Findings(readings, "").all()).isEmpty();
  }

  @Test
  void theJsonKeepsMetricsApartFromDetails() {
    readings.add(Way.RELAY, 1, Map.of(Quantity.P99, 3.0, Quantity.P50, 1.0));
    readings.add(Way.HAPROXY, 1, Map.of(Quantity.P99, 2.0, Quantity.P50, 1.0));

    assertThat(report().json())
        .isEqualTo(
            """
            {
              "metrics": {
                "relay.p99": {
                  "value": 1.5,
                  "min": 1.5,
                  "max": 1.5
                }
              },
              "details": {
                "relay.p50": {
                  "value": 1.0,
                  "min": 1.0,
                  "max": 1.0
                }
              },
              "environment": {
                "haproxy": "2.6.12"
              }
            }
            """);
  }

  @Test
  void theTableOfAllWaysShowsEachBesideHaproxy() {
    for (Way way : List.of(Way.DIRECT, Way.HAPROXY, Way.NGINX)) {
      readings.add(way, 1, Map.of(Quantity.SHORT, 100.0 * way.number()));
    }

    assertThat(report().markdown())
        .contains("| median (ratio to haproxy) | no proxy   | haproxy | nginx stream |")
        .contains("| short connections, /s     | 100 (0.50) | 200     | 400 (2.00)   |");
  }
}
