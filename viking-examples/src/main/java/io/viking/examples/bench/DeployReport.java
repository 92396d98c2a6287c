package io.viking.examples.bench;

import java.util.Map;
import java.util.stream.Stream;

/** What is shown of a run of {@code bench/deploy}. Pure. */
final class DeployReport implements BenchmarkReport {
  private final FindingTable findings;
  private final Map<String, String> environment;

  /** The environment says by name what the figures depend on. */
  DeployReport(DeployReadings readings, Map<String, String> environment) {
    this.findings =
        new FindingTable(
            Stream.of(DeployFigure.values())
                .flatMap(figure -> figure.finding(readings).stream())
                .toList());
    this.environment = environment;
  }

  @Override
  public String text() {
    StringBuilder out = new StringBuilder(Table.aligned(findings.rows())).append("\n\n");
    environment.forEach((name, value) -> out.append(name).append(": ").append(value).append('\n'));
    return out.toString();
  }

  @Override
  public String markdown() {
    StringBuilder out = new StringBuilder();
    environment.forEach(
        (name, value) -> out.append("- ").append(name).append(": ").append(value).append('\n'));
    return out.append('\n').append(Table.markdown(findings.rows())).append('\n').toString();
  }

  @Override
  public String json() {
    return findings.json(environment);
  }
}
