package io.viking.examples.bench;

import java.util.Locale;

/** What the two values of a figure are, and how they are compared. */
enum Unit {
  MILLIS("ms"),
  PER_SECOND("/s"),
  MEGABYTES("MB") {
    /** A difference: an empty client's memory is not viking's to answer for. */
    @Override
    double compare(Pair pair) {
      return pair.viking() - pair.peer();
    }
  };

  private final String symbol;

  Unit(String symbol) {
    this.symbol = symbol;
  }

  /** viking's value as a multiple of its peer's, unless the unit says otherwise. */
  double compare(Pair pair) {
    return pair.viking() / pair.peer();
  }

  /** {@code 2.31 ms}. */
  String text(double value) {
    return number(value) + " " + symbol;
  }

  /** Three digits or more, so that a small value keeps its meaning and a large one stays short. */
  static String number(double value) {
    double size = Math.abs(value);
    String format = size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : "%.2f";
    return String.format(Locale.ROOT, format, value);
  }
}
