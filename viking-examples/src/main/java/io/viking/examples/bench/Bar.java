package io.viking.examples.bench;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;

/**
 * What a figure has to reach.
 *
 * @param relation which side of the limit is good
 * @param limit the limit, good itself where the relation includes it
 */
record Bar(Relation relation, double limit) {
  private static final DecimalFormatSymbols ROOT = DecimalFormatSymbols.getInstance(Locale.ROOT);

  /** Which side is good. */
  enum Relation {
    AT_MOST("<="),
    AT_LEAST(">="),
    BELOW("<");

    private final String sign;

    Relation(String sign) {
      this.sign = sign;
    }
  }

  static Bar atMost(double limit) {
    return new Bar(Relation.AT_MOST, limit);
  }

  static Bar atLeast(double limit) {
    return new Bar(Relation.AT_LEAST, limit);
  }

  static Bar below(double limit) {
    return new Bar(Relation.BELOW, limit);
  }

  boolean isMet(double value) {
    return switch (relation) {
      case AT_MOST -> value <= limit;
      case AT_LEAST -> value >= limit;
      case BELOW -> value < limit;
    };
  }

  /** {@code <= 1.3}. */
  @Override
  public String toString() {
    return relation.sign + " " + new DecimalFormat("0.##", ROOT).format(limit);
  }
}
