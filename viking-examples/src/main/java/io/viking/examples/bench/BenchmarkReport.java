package io.viking.examples.bench;

/** What a benchmark has to tell at its end, in each of the forms in which it is wanted. */
interface BenchmarkReport {
  /** For a terminal. */
  String text();

  /** For {@code docs/performance.md}, as it stands there. */
  String markdown();

  /** {@code metrics}, the {@code details} that explain them, and the {@code environment}. */
  String json();
}
