package io.viking.examples.bench;

import java.util.Optional;

/**
 * One line of the answer.
 *
 * @param subject what it is about
 * @param values what came out
 * @param bar what it has to reach; empty where it is for information
 */
record Finding(Subject subject, Values values, Optional<Bar> bar) {
  /**
   * What a finding is about.
   *
   * @param key what it is called in the JSON
   * @param metric whether it is one of the project's metrics; the others explain them
   * @param title what is compared
   */
  record Subject(String key, boolean metric, String title) {}

  /**
   * What came out.
   *
   * @param viking viking's median in words; empty if there is none
   * @param peer the peer's; empty if there is none
   * @param summary the figure; empty where what was measured is not valid
   */
  record Values(String viking, String peer, Optional<Summary> summary) {}

  /** One that is compared with nothing. */
  static Finding single(Subject subject, Summary summary, Optional<Bar> bar) {
    return new Finding(subject, new Values("", "", Optional.of(summary)), bar);
  }

  /** {@code ok}, {@code short} or {@code invalid}; empty where it is for information. */
  String verdict() {
    return values
        .summary()
        .map(summary -> bar.map(b -> b.isMet(summary.value()) ? "ok" : "short").orElse(""))
        .orElse("invalid");
  }
}
