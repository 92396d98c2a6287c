package io.viking.ports.testing.history;

import java.util.Comparator;
import java.util.Optional;

/**
 * When a service port that keeps its number can have been recorded: not before {@code asked} began,
 * not before the last call began that did not show it, and not after the first call ended that
 * showed it.
 *
 * <p>For such a service port this is the whole of linearizability: if the earliest moment is not
 * after the latest one, all its calls have an order in which they could have been answered.
 *
 * @param asked the first call that may have recorded it
 * @param absent the last call to begin of those that show that it has no number
 * @param shown the first call to end of those that show its number
 */
record Presence(Optional<PortCall> asked, Optional<PortCall> absent, Optional<PortCall> shown) {
  static Presence of(ServiceCalls calls) {
    String service = calls.service();
    return new Presence(
        calls.allocations().stream().min(Comparator.comparingLong(PortCall::start)),
        calls.sightings().stream()
            .filter(call -> call.numberOf(service) == 0)
            .max(Comparator.comparingLong(PortCall::start)),
        calls.sightings().stream()
            .filter(call -> call.numberOf(service) != 0)
            .min(Comparator.comparingLong(PortCall::end)));
  }

  /** The earliest moment at which it can have been recorded. */
  long earliest() {
    long first = asked.map(PortCall::start).orElse(Long.MIN_VALUE);
    return Math.max(first, absent.map(PortCall::start).orElse(Long.MIN_VALUE));
  }

  /** The latest moment at which it can have been recorded; the end of time if it was never seen. */
  long latest() {
    return shown.map(PortCall::end).orElse(Long.MAX_VALUE);
  }

  /** Whether that call may be the one that recorded it. */
  boolean mayBeFrom(PortCall allocation) {
    return allocation.start() <= latest()
        && (!allocation.isDone() || allocation.end() >= earliest());
  }
}
