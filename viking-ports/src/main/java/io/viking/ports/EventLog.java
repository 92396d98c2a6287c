package io.viking.ports;

import java.util.Collection;
import java.util.SortedMap;

/**
 * The last events of a cluster, whoever told them; {@link #KEPT} of them and no more. For people
 * who want to know what has happened: nothing else may depend on it, and an event may be missing,
 * or be there twice, after a store was away. Safe for use by several threads.
 */
public interface EventLog {
  /** As many are kept; older ones are written over. */
  int KEPT = 500;

  /** As many may be added at a time. */
  int MOST_AT_A_TIME = 50;

  /**
   * Adds these behind all others.
   *
   * @throws IllegalArgumentException if there are more than {@link #MOST_AT_A_TIME}
   * @throws StoreUnavailableException if the store cannot be written in time; the outcome is then
   *     unknown
   */
  void add(Collection<LoggedEvent> events);

  /**
   * The events that are kept and come after that one, each by its number, oldest first; numbers
   * only grow. What cannot be read is left out.
   *
   * @param number the number of the last one that is known already; 0 for none
   * @throws StoreUnavailableException if the store cannot be read in time
   */
  SortedMap<Long, LoggedEvent> after(long number);

  /** Refuses more than may be added at a time. */
  static void check(Collection<LoggedEvent> events) {
    if (events.size() > MOST_AT_A_TIME) {
      throw new IllegalArgumentException(
          "at most " + MOST_AT_A_TIME + " events at a time but was " + events.size());
    }
  }
}
