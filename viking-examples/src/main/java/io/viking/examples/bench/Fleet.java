package io.viking.examples.bench;

/**
 * A way to start the containers of {@code bench/deploy} on several hosts, and to remove them. Not
 * safe for use by several threads.
 */
interface Fleet {
  /** Does what is not to be measured. */
  default void prepare() {}

  /** Starts all of them; returns when that is done. */
  void start();

  /** Removes all of them; returns when that is done. */
  void remove();
}
