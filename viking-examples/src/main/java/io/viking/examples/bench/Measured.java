package io.viking.examples.bench;

import java.util.List;

/**
 * A figure and what its rounds gave.
 *
 * @param figure the figure
 * @param rounds one pair a round, at least one
 */
record Measured(Figure figure, List<Pair> rounds) {
  /** viking's median. */
  double viking() {
    return Statistics.median(rounds.stream().map(Pair::viking).toList());
  }

  /** Its peer's median. */
  double peer() {
    return Statistics.median(rounds.stream().map(Pair::peer).toList());
  }

  /** The figure itself: compared within each round first, summarised over the rounds then. */
  Summary summary() {
    return Summary.of(rounds.stream().map(figure.unit()::compare).toList());
  }

  /** {@code ok} or {@code short}; empty where the figure is for information. */
  String verdict() {
    return figure.bar().map(bar -> bar.isMet(summary().value()) ? "ok" : "short").orElse("");
  }
}
