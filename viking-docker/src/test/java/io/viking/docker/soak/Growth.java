package io.viking.docker.soak;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * How a quantity has changed over a run: the median of its second fifth, when all has warmed up,
 * against that of its last fifth.
 */
record Growth(Quantity quantity, double early, double late) {
  private static final int PARTS = 5;

  /** What each quantity has done; one without samples in both windows is not among them. */
  static List<Growth> of(List<Sample> samples, Duration run) {
    List<Growth> all = new ArrayList<>();
    Duration part = run.dividedBy(PARTS);
    Span early = new Span(part, part.multipliedBy(2));
    Span late = new Span(run.minus(part), run);
    for (Quantity quantity : Quantity.values()) {
      double[] first = values(samples, quantity, early);
      double[] last = values(samples, quantity, late);
      if (first.length > 0 && last.length > 0) {
        all.add(new Growth(quantity, median(first), median(last)));
      }
    }
    return all;
  }

  private static double[] values(List<Sample> samples, Quantity quantity, Span window) {
    return samples.stream()
        .filter(sample -> sample.quantity() == quantity)
        .filter(sample -> window.meets(new Span(sample.at(), sample.at())))
        .mapToDouble(Sample::value)
        .sorted()
        .toArray();
  }

  private static double median(double[] sorted) {
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** What is wrong with these: growth that is too much, and what was not measured. */
  static List<String> problems(List<Growth> all, Duration run) {
    Stream<String> grown =
        all.stream()
            .filter(growth -> growth.late - growth.early > growth.quantity.tolerance(run))
            .map(
                growth ->
                    "the agent has grown: %s, more than the %s that are tolerated"
                        .formatted(growth, text(growth.quantity.tolerance(run))));
    Stream<String> missing =
        Stream.of(Quantity.values())
            .filter(quantity -> all.stream().noneMatch(one -> one.quantity == quantity))
            .map(quantity -> quantity.unit() + " were not measured early and late");
    return Stream.concat(grown, missing).toList();
  }

  @Override
  public String toString() {
    return text(early) + " -> " + text(late) + " " + quantity.unit();
  }

  private static String text(double value) {
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%.0f", value)
        : String.format(Locale.ROOT, "%.1f", value);
  }
}
