package io.viking.examples.bench;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What was measured, round by round. Not safe for use by several threads. */
final class PlannerReadings {
  private final Map<PlannerFigure, List<Double>> figures = new EnumMap<>(PlannerFigure.class);
  private final SortedMap<Integer, List<Seconds>> fullPlans = new TreeMap<>();

  /**
   * What a plan took.
   *
   * @param all by the clock
   * @param processor for how much of it the planning thread had a processor: without collections,
   *     and without what else runs on the machine
   */
  record Seconds(double all, double processor) {}

  void add(PlannerFigure figure, double value) {
    figures.computeIfAbsent(figure, any -> new ArrayList<>()).add(value);
  }

  /** What a full plan of that many instances took. */
  void addFullPlan(int instances, Seconds seconds) {
    fullPlans.computeIfAbsent(instances, any -> new ArrayList<>()).add(seconds);
  }

  /** The figures that have a value, in their order. */
  Map<PlannerFigure, List<Double>> figures() {
    return figures;
  }

  /** What full plans took, by the number of instances. */
  SortedMap<Integer, List<Seconds>> fullPlans() {
    return fullPlans;
  }

  /**
   * The power of the number of instances that the time of a full plan grows with: the slope of the
   * straight line through the logarithms of both.
   *
   * @param seconds at least two sizes
   */
  static double exponent(SortedMap<Integer, Double> seconds) {
    double meanX = seconds.keySet().stream().mapToDouble(Math::log).average().orElseThrow();
    double meanY = seconds.values().stream().mapToDouble(Math::log).average().orElseThrow();
    double above = 0;
    double below = 0;
    for (Map.Entry<Integer, Double> point : seconds.entrySet()) {
      double x = Math.log(point.getKey()) - meanX;
      above += x * (Math.log(point.getValue()) - meanY);
      below += x * x;
    }
    return above / below;
  }
}
