package io.viking.examples.bench;

import java.util.Locale;
import java.util.Optional;

/** What {@code bench/planner} answers, in the order in which it is shown. */
enum PlannerFigure {
  FULL_PLAN_S("a plan that starts every instance", "s"),
  FULL_PLAN_HEAP_MB("live heap with that plan and what it was made from", "MB"),
  INCREMENTAL_S("a plan that makes up for the loss of one host", "s"),
  GROWTH_EXPONENT("work of a full plan ~ instances to the power of", ""),
  FIRST_PLAN_S("the full plan in a process that has made none before", "s"),
  UNCHANGED_PLAN_S("a full plan that finds nothing to do", "s"),
  VIKING_PLAN_S("Viking.plan as a whole, with engines in memory", "s");

  private final String title;
  private final String symbol;

  PlannerFigure(String title, String symbol) {
    this.title = title;
    this.symbol = symbol;
  }

  /** What it is called in the JSON. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  String title() {
    return title;
  }

  /** {@code 2.31 s}. */
  String text(double value) {
    String number = value < 1 ? String.format(Locale.ROOT, "%.3f", value) : Unit.number(value);
    return (number + " " + symbol).strip();
  }

  /** Whether it is one of the project's metrics; the others are for information. */
  boolean isMetric() {
    return bar().isPresent();
  }

  /** What it has to reach; empty where it is for information. */
  Optional<Bar> bar() {
    return switch (this) {
      case FULL_PLAN_S -> Optional.of(Bar.below(5));
      case FULL_PLAN_HEAP_MB -> Optional.of(Bar.below(1024));
      case INCREMENTAL_S -> Optional.of(Bar.below(0.5));
      // What n log n comes to between an eighth of 100,000 and 100,000.
      case GROWTH_EXPONENT -> Optional.of(Bar.atMost(1.1));
      default -> Optional.empty();
    };
  }
}
