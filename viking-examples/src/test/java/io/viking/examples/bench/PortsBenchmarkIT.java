package io.viking.examples.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole benchmark, as short as it goes: that it runs, not how fast. */
class PortsBenchmarkIT {
  private static final String METRICS =
      "new_port_1,known_port_1,new_ports_64,new_ports_4x16,batch_10000,client_heap_mb";

  private static final Pattern VALUE = Pattern.compile("\"(\\w+)\": \\{\\s+\"value\": ([0-9.E-]+)");

  @TempDir private Path folder = Path.of("");

  @BeforeAll
  static void requireEtcd() {
    boolean found =
        Stream.of(System.getenv("PATH").split(":", -1))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "etcd")));
    if (!found && Boolean.getBoolean("viking.it.required")) {
      fail("no 'etcd' in PATH, and viking.it.required is true");
    }
    assumeTrue(found, "no 'etcd' in PATH");
  }

  @Test
  void measuresEveryMetric() throws IOException {
    Path json = folder.resolve("ports.json");
    StringWriter out = new StringWriter();

    int code =
        PortsBenchmark.commandLine()
            .setOut(new PrintWriter(out))
            .execute(
                "--rounds", "1", "--window", "50", "--only", METRICS, "--json", json.toString());

    assertThat(code).isZero();
    Map<String, Double> metrics = metrics(Files.readString(json));
    assertThat(metrics).containsOnlyKeys(METRICS.split(",", -1));
    assertThat(metrics.values()).allSatisfy(value -> assertThat(value).isPositive());
    assertThat(out.toString()).contains("64 callers", "naive loop", "client_heap_mb");
  }

  private static Map<String, Double> metrics(String json) {
    Map<String, Double> metrics = new TreeMap<>();
    Matcher value = VALUE.matcher(json.substring(0, json.indexOf("\"details\"")));
    while (value.find()) {
      metrics.put(value.group(1), Double.valueOf(value.group(2)));
    }
    return metrics;
  }
}
