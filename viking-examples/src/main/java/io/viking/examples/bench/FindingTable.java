package io.viking.examples.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Findings as they are shown. Pure. */
final class FindingTable {
  private final List<Finding> findings;

  FindingTable(List<Finding> findings) {
    this.findings = List.copyOf(findings);
  }

  /** A row each, and one of heads above them. */
  List<List<String>> rows() {
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

  /** What {@code --json} writes of them. */
  String json(Map<String, String> environment) {
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
}
