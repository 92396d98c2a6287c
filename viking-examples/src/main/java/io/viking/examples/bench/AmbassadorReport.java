package io.viking.examples.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;

/** What is shown of a run of {@code bench/ambassador}. Pure. */
final class AmbassadorReport {
  private final Readings readings;
  private final List<Finding> findings;
  private final Map<String, String> environment;

  /** The environment says by name what the figures depend on. */
  AmbassadorReport(Readings readings, List<Finding> findings, Map<String, String> environment) {
    this.readings = readings;
    this.findings = findings;
    this.environment = environment;
  }

  /** For a terminal. */
  String text() {
    StringBuilder out = new StringBuilder();
    tables().forEach(table -> out.append(Table.aligned(table)).append("\n\n"));
    readings.faults().forEach(fault -> out.append("INVALID ").append(fault).append('\n'));
    environment.forEach((name, value) -> out.append(name).append(": ").append(value).append('\n'));
    return out.toString();
  }

  /** For {@code docs/performance.md}, as it stands there. */
  String markdown() {
    StringBuilder out = new StringBuilder();
    environment.forEach(
        (name, value) -> out.append("- ").append(name).append(": ").append(value).append('\n'));
    readings.faults().forEach(fault -> out.append("- INVALID ").append(fault).append('\n'));
    tables().forEach(table -> out.append('\n').append(Table.markdown(table)).append('\n'));
    return out.toString();
  }

  /** {@code metrics}, the {@code details} that explain them, and the {@code environment}. */
  String json() {
    Map<String, Summary> metrics = new LinkedHashMap<>();
    Map<String, Summary> details = new LinkedHashMap<>();
    for (Finding finding : findings) {
      Finding.Subject subject = finding.subject();
      finding
          .values()
          .summary()
          .ifPresent(summary -> (subject.metric() ? metrics : details).put(subject.key(), summary));
    }
    return MetricsJson.of(metrics, details, environment);
  }

  private Stream<List<List<String>>> tables() {
    return Stream.of(findings(), ways()).filter(table -> table.size() > 1);
  }

  private List<List<String>> findings() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("figure", "viking : peer", "viking", "peer", "value", "min - max", "bar", ""));
    findings.forEach(finding -> rows.add(row(finding)));
    return rows;
  }

  private static List<String> row(Finding finding) {
    Finding.Values values = finding.values();
    return List.of(
        finding.subject().key(),
        finding.subject().title(),
        values.viking(),
        values.peer(),
        values.summary().map(summary -> Unit.number(summary.value())).orElse("-"),
        values
            .summary()
            .map(summary -> Unit.number(summary.min()) + " - " + Unit.number(summary.max()))
            .orElse("-"),
        finding.bar().map(Bar::toString).orElse(""),
        finding.verdict());
  }

  private List<List<String>> ways() {
    List<Way> ways =
        Stream.of(Way.values())
            .filter(way -> Stream.of(Quantity.values()).anyMatch(q -> readings.has(way, q)))
            .toList();
    List<String> head = new ArrayList<>(List.of("median (ratio to haproxy)"));
    ways.forEach(way -> head.add(way.title()));
    List<List<String>> rows = new ArrayList<>(List.of(head));
    for (Quantity quantity : Quantity.values()) {
      if (ways.stream().anyMatch(way -> readings.has(way, quantity))) {
        List<String> row = new ArrayList<>(List.of(quantity.title() + ", " + quantity.unit()));
        ways.forEach(way -> row.add(cell(way, quantity)));
        rows.add(row);
      }
    }
    return rows;
  }

  private String cell(Way way, Quantity quantity) {
    if (readings.isFailed(way, quantity)) {
      return "invalid";
    }
    SortedMap<Integer, Double> rounds = readings.rounds(way, quantity);
    if (rounds.isEmpty()) {
      return "-";
    }
    return Unit.number(Statistics.median(rounds.values()))
        + ratio(way, quantity).map(ratio -> " (" + Unit.number(ratio) + ")").orElse("");
  }

  private Optional<Double> ratio(Way way, Quantity quantity) {
    List<Double> ratios =
        readings.pairs(way, Way.HAPROXY, quantity).stream()
            .filter(pair -> pair.peer() > 0)
            .map(pair -> pair.viking() / pair.peer())
            .toList();
    return way == Way.HAPROXY || ratios.isEmpty()
        ? Optional.empty()
        : Optional.of(Statistics.median(ratios));
  }
}
