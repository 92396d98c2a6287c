package io.viking.examples.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.function.ToDoubleFunction;

/** What is shown of the results. Pure. */
final class Report implements BenchmarkReport {
  private final Results results;
  private final Map<String, String> environment;

  /** The environment says by name what the figures depend on. */
  Report(Results results, Map<String, String> environment) {
    this.results = results;
    this.environment = environment;
  }

  @Override
  public String text() {
    StringBuilder out = new StringBuilder(Table.aligned(figures()));
    if (!results.calls().isEmpty()) {
      out.append("\n\n").append(Table.aligned(calls()));
    }
    out.append("\n\n");
    environment.forEach((name, value) -> out.append(name).append(": ").append(value).append('\n'));
    return out.toString();
  }

  @Override
  public String markdown() {
    StringBuilder out = new StringBuilder();
    environment.forEach(
        (name, value) -> out.append("- ").append(name).append(": ").append(value).append('\n'));
    out.append('\n').append(Table.markdown(figures())).append('\n');
    if (!results.calls().isEmpty()) {
      out.append('\n').append(Table.markdown(calls())).append('\n');
    }
    return out.toString();
  }

  @Override
  public String json() {
    Map<String, Summary> metrics = new LinkedHashMap<>();
    Map<String, Summary> details = new LinkedHashMap<>();
    for (Measured measured : results.figures()) {
      (measured.figure().isMetric() ? metrics : details)
          .put(measured.figure().key(), measured.summary());
    }
    return MetricsJson.of(metrics, details, environment);
  }

  private List<List<String>> figures() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("figure", "viking : peer", "viking", "peer", "value", "min - max", "bar", ""));
    results.figures().forEach(measured -> rows.add(row(measured)));
    return rows;
  }

  private static List<String> row(Measured measured) {
    Figure figure = measured.figure();
    Summary summary = measured.summary();
    return List.of(
        figure.key(),
        figure.title() + " : " + figure.peer(),
        figure.unit().text(measured.viking()),
        figure.unit().text(measured.peer()),
        Unit.number(summary.value()),
        Unit.number(summary.min()) + " - " + Unit.number(summary.max()),
        figure.bar().map(Bar::toString).orElse(""),
        measured.verdict());
  }

  private List<List<String>> calls() {
    SortedMap<Integer, Map<Operation, List<Sample>>> calls = results.calls();
    List<String> head = new ArrayList<>(List.of("calls a second; median / p99 in ms"));
    calls.keySet().forEach(n -> head.add(n == 1 ? "1 caller" : n + " callers"));
    List<List<String>> rows = new ArrayList<>(List.of(head));
    for (Operation operation : Operation.values()) {
      if (calls.values().stream().anyMatch(samples -> samples.containsKey(operation))) {
        List<String> row = new ArrayList<>(List.of(operation.title()));
        calls.values().forEach(samples -> row.add(cell(samples, operation)));
        rows.add(row);
      }
    }
    return rows;
  }

  private static String cell(Map<Operation, List<Sample>> samples, Operation operation) {
    if (!samples.containsKey(operation)) {
      return "-";
    }
    List<Sample> rounds = Objects.requireNonNull(samples.get(operation));
    return "%s; %s / %s"
        .formatted(
            median(rounds, Sample::perSecond),
            median(rounds, Sample::medianMillis),
            median(rounds, Sample::p99Millis));
  }

  private static String median(List<Sample> rounds, ToDoubleFunction<Sample> value) {
    return Unit.number(Statistics.median(rounds.stream().mapToDouble(value).boxed().toList()));
  }
}
