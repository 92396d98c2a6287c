package io.viking.examples.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;

/** What is shown of a run of {@code bench/ambassador}. Pure. */
final class AmbassadorReport implements BenchmarkReport {
  private final Readings readings;
  private final List<Finding> findings;
  private final Map<String, String> environment;

  /** The environment says by name what the figures depend on. */
  AmbassadorReport(Readings readings, List<Finding> findings, Map<String, String> environment) {
    this.readings = readings;
    this.findings = findings;
    this.environment = environment;
  }

  @Override
  public String text() {
    StringBuilder out = new StringBuilder();
    tables().forEach(table -> out.append(Table.aligned(table)).append("\n\n"));
    readings.faults().forEach(fault -> out.append("INVALID ").append(fault).append('\n'));
    environment.forEach((name, value) -> out.append(name).append(": ").append(value).append('\n'));
    return out.toString();
  }

  @Override
  public String markdown() {
    StringBuilder out = new StringBuilder();
    environment.forEach(
        (name, value) -> out.append("- ").append(name).append(": ").append(value).append('\n'));
    readings.faults().forEach(fault -> out.append("- INVALID ").append(fault).append('\n'));
    tables().forEach(table -> out.append('\n').append(Table.markdown(table)).append('\n'));
    return out.toString();
  }

  @Override
  public String json() {
    return new FindingTable(findings).json(environment);
  }

  private Stream<List<List<String>>> tables() {
    return Stream.of(new FindingTable(findings).rows(), ways()).filter(table -> table.size() > 1);
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
