package io.viking.examples.bench;

/**
 * One kind of call, ready to be made over and over by several callers at once.
 *
 * <p>Safe for use by several threads, one a caller.
 */
interface Contestant extends AutoCloseable {
  /**
   * Makes one call and waits for its answer.
   *
   * @param caller which caller makes it, from 0
   * @return whether it came to its end; false only after {@link #giveUp}
   */
  boolean call(int caller);

  /** Whether what it had prepared is used up, so that no further call should be made. */
  default boolean isExhausted() {
    return false;
  }

  /** Ends calls that would otherwise go on for long; others end by themselves. */
  default void giveUp() {}

  /** Frees what it holds; nothing, unless it says otherwise. */
  @Override
  default void close() {}
}
