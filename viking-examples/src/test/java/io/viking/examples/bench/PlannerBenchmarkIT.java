package io.viking.examples.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole benchmark on a cluster that is small: that it runs and is right, not how fast. */
class PlannerBenchmarkIT {
  private static final Pattern VALUE = Pattern.compile("\"(\\w+)\": \\{\\s+\"value\": ([0-9.E-]+)");

  @TempDir private Path folder = Path.of("");

  @Test
  void measuresEveryMetric() throws IOException {
    Path json = folder.resolve("planner.json");
    StringWriter out = new StringWriter();

    int code =
        PlannerBenchmark.commandLine()
            .setOut(new PrintWriter(out))
            .execute("--quick", "--instances", "8000", "--json", json.toString());

    assertThat(code).isZero();
    Map<String, Double> metrics = metrics(Files.readString(json));
    assertThat(metrics)
        .containsOnlyKeys("full_plan_s", "full_plan_heap_mb", "incremental_s", "growth_exponent");
    assertThat(metrics.values()).allSatisfy(value -> assertThat(value).isPositive());
    assertThat(out.toString()).contains("viking_plan_s", "8,000", "growth_exponent");
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
