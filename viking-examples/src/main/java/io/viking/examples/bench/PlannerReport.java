package io.viking.examples.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What is shown of a run of {@code bench/planner}. Pure. */
final class PlannerReport implements BenchmarkReport {
  private final PlannerReadings readings;
  private final Map<String, String> environment;

  /** The environment says by name what the figures depend on. */
  PlannerReport(PlannerReadings readings, Map<String, String> environment) {
    this.readings = readings;
    this.environment = environment;
  }

  @Override
  public String text() {
    StringBuilder out = new StringBuilder();
    out.append(Table.aligned(figures())).append("\n\n");
    out.append(Table.aligned(sizes())).append("\n\n");
    environment.forEach((name, value) -> out.append(name).append(": ").append(value).append('\n'));
    return out.toString();
  }

  @Override
  public String markdown() {
    StringBuilder out = new StringBuilder();
    environment.forEach(
        (name, value) -> out.append("- ").append(name).append(": ").append(value).append('\n'));
    out.append('\n').append(Table.markdown(figures())).append('\n');
    return out.append('\n').append(Table.markdown(sizes())).append('\n').toString();
  }

  @Override
  public String json() {
    Map<String, Summary> metrics = new LinkedHashMap<>();
    Map<String, Summary> details = new LinkedHashMap<>();
    readings
        .figures()
        .forEach(
            (figure, values) ->
                (figure.isMetric() ? metrics : details).put(figure.key(), Summary.of(values)));
    return MetricsJson.of(metrics, details, environment);
  }

  private List<List<String>> figures() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("figure", "what", "value", "min - max", "bar", ""));
    readings.figures().forEach((figure, values) -> rows.add(row(figure, Summary.of(values))));
    return rows;
  }

  private static List<String> row(PlannerFigure figure, Summary summary) {
    return List.of(
        figure.key(),
        figure.title(),
        figure.text(summary.value()),
        figure.text(summary.min()) + " - " + figure.text(summary.max()),
        figure.bar().map(Bar::toString).orElse(""),
        figure.bar().map(bar -> bar.isMet(summary.value()) ? "ok" : "short").orElse(""));
  }

  private List<List<String>> sizes() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("hosts", "services", "instances", "full plan", "its thread", "an instance"));
    readings
        .fullPlans()
        .forEach(
            (instances, seconds) -> {
              PlannerSize size = new PlannerSize(instances);
              double all = median(seconds, PlannerReadings.Seconds::all);
              double processor = median(seconds, PlannerReadings.Seconds::processor);
              rows.add(
                  List.of(
                      count(size.hosts()),
                      count(size.services()),
                      count(instances),
                      PlannerFigure.FULL_PLAN_S.text(all),
                      PlannerFigure.FULL_PLAN_S.text(processor),
                      Unit.number(processor * 1e6 / instances) + " us"));
            });
    return rows;
  }

  private static double median(
      List<PlannerReadings.Seconds> rounds, ToDoubleFunction<PlannerReadings.Seconds> part) {
    return Statistics.median(rounds.stream().mapToDouble(part).boxed().toList());
  }

  private static String count(int number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
