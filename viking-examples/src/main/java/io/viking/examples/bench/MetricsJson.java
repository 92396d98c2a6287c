package io.viking.examples.bench;

import io.viking.model.yaml.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/** What each benchmark writes with {@code --json}. */
final class MetricsJson {
  private MetricsJson() {}

  /** {@code metrics}, the {@code details} that explain them, and the {@code environment}. */
  static String of(
      Map<String, Summary> metrics, Map<String, Summary> details, Map<String, String> environment) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("metrics", values(metrics));
    all.put("details", values(details));
    all.put("environment", environment);
    return Json.pretty(all);
  }

  private static Map<String, Object> values(Map<String, Summary> summaries) {
    Map<String, Object> all = new LinkedHashMap<>();
    summaries.forEach(
        (key, summary) -> {
          Map<String, Double> values = new LinkedHashMap<>();
          values.put("value", summary.value());
          values.put("min", summary.min());
          values.put("max", summary.max());
          all.put(key, values);
        });
    return all;
  }
}
