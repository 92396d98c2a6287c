package io.viking.ports.testing.history;

import io.viking.ports.testing.history.PortCall.Operation;
import io.viking.ports.testing.history.PortCall.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * All calls of all callers.
 *
 * @param calls in the order in which they began
 */
public record PortHistory(List<PortCall> calls) {
  /** Puts the calls in the order in which they began. */
  public PortHistory {
    calls = calls.stream().sorted(Comparator.comparingLong(PortCall::start)).toList();
  }

  /** What several processes have written into their {@link CallLog}s. */
  public static PortHistory read(List<Path> logs) {
    List<PortCall> calls = new ArrayList<>();
    logs.forEach(log -> calls.addAll(CallLogReader.read(log)));
    return new PortHistory(calls);
  }

  /** How many calls of that operation had that outcome. */
  public long count(Operation operation, Outcome outcome) {
    return calls.stream()
        .filter(call -> call.is(operation) && call.answer().outcome() == outcome)
        .count();
  }

  /** How many calls had that outcome. */
  public long count(Outcome outcome) {
    return calls.stream().filter(call -> call.answer().outcome() == outcome).count();
  }

  /** How long the longest call took that came back. */
  public Duration longestCall() {
    return Duration.ofNanos(
        calls.stream()
            .filter(call -> call.end() != PortCall.NEVER)
            .mapToLong(call -> call.end() - call.start())
            .max()
            .orElse(0));
  }
}
