package io.viking.examples.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ReportTest {
  private final Report report =
      new Report(
          new Results(
              List.of(
                  new Measured(Figure.NEW_PORT_1, List.of(new Pair(3, 2), new Pair(4, 2))),
                  new Measured(Figure.NEW_PORTS_64, List.of(new Pair(4321, 43.21))),
                  new Measured(Figure.BATCH_10000_FLAT, List.of(new Pair(345, 690)))),
              new TreeMap<>(
                  Map.of(
                      1, Map.of(Operation.RAW_PUT, List.of(new Sample(512, 1.5, 9.876))),
                      64, Map.of(Operation.RAW_GET, List.of(new Sample(20_000, 3, 12)))))),
          Map.of("etcd", "3.4.23"));

  @Test
  void theTableSaysWhatIsComparedAndWhetherItIsEnough() {
    assertThat(report.text())
        .isEqualTo(
            """
            figure            viking : peer                                                viking    peer     value  min - max    bar
            new_port_1        new port, 1 caller : one raw transaction                     3.50 ms   2.00 ms  1.75   1.50 - 2.00  <= 1.3  short
            new_ports_64      new ports, 64 callers : the naive loop                       4,321 /s  43.2 /s  100    100 - 100    >= 20   ok
            batch_10000_flat  10,000 new ports in one call : raw transactions of 127 puts  345 ms    690 ms   0.50   0.50 - 0.50

            calls a second; median / p99 in ms  1 caller          64 callers
            raw put                             512; 1.50 / 9.88  -
            raw get                             -                 20,000; 3.00 / 12.0

            etcd: 3.4.23
            """);
  }

  @Test
  void theTableForTheDocsIsMarkdown() {
    assertThat(report.markdown())
        .startsWith("- etcd: 3.4.23\n\n| figure           | viking : peer ")
        .contains("\n| ---------------- | ------")
        .contains("| 4,321 /s | 43.2 /s | 100   | 100 - 100   | >= 20  | ok    |\n")
        .endsWith(" |\n");
  }

  @Test
  void theJsonHasTheMetricsAndApartFromThemWhatExplainsThem() {
    assertThat(report.json())
        .isEqualTo(
            """
            {
              "metrics": {
                "new_port_1": {
                  "value": 1.75,
                  "min": 1.5,
                  "max": 2.0
                },
                "new_ports_64": {
                  "value": 100.0,
                  "min": 100.0,
                  "max": 100.0
                }
              },
              "details": {
                "batch_10000_flat": {
                  "value": 0.5,
                  "min": 0.5,
                  "max": 0.5
                }
              },
              "environment": {
                "etcd": "3.4.23"
              }
            }
            """);
  }

  @Test
  void aRunWithoutCallsHasNoTableOfThem() {
    Results heap =
        new Results(
            List.of(new Measured(Figure.CLIENT_HEAP_MB, List.of(new Pair(12, 10)))),
            new TreeMap<>());

    assertThat(new Report(heap, Map.of()).text()).doesNotContain("calls a second");
  }
}
