package io.viking.ports.testing.history;

import io.viking.ports.testing.history.PortCall.Outcome;
import io.viking.ports.testing.history.Violation.Rule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Tells whether an allocator that does what it promises could have answered a history of concurrent
 * calls, and if not, why. Pure and immutable.
 *
 * <p>The promise: there is one table of numbers that all callers share, and each call does what it
 * does to that table at one moment between its beginning and its end. A call whose outcome is
 * unknown may have done so at any moment after its beginning, or never.
 *
 * <ul>
 *   <li>Each service port by itself is checked in full. One that is never released by {@link
 *       Presence}: two moments are enough. One that is released by {@link RegisterSearch}, which
 *       looks for an order (Wing and Gong's search with the seen states remembered, as in
 *       Porcupine; linearizability is local, so each service port can be searched by itself).
 *   <li>What binds service ports together is checked by what must follow from it: a number has one
 *       owner; a list is the whole of one moment, and the lists of a growing table grow; the
 *       service ports of a batch appear together.
 *   <li>In the end the store must hold exactly what was answered.
 * </ul>
 */
public final class PortHistoryChecker {
  private final PortRules rules;

  /** Checks against these rules. */
  public PortHistoryChecker(PortRules rules) {
    this.rules = rules;
  }

  /**
   * What cannot have been answered by an allocator that keeps its promise; empty if all can.
   *
   * @param history all calls
   * @param state what the store held when all of them had ended
   */
  public List<Violation> check(PortHistory history, PortState state) {
    HistoryIndex index = new HistoryIndex(withFinalList(history, state));
    return Stream.of(
            calls(index),
            NumberRules.check(index, rules),
            index.services().flatMap(calls -> ServiceRules.check(index, calls).stream()).toList(),
            SnapshotRules.check(index),
            BatchRules.check(index),
            StateRules.check(index, state))
        .flatMap(List::stream)
        .distinct()
        .toList();
  }

  /** What the store holds in the end is what a last list shows. */
  private static PortHistory withFinalList(PortHistory history, PortState state) {
    long after =
        history.calls().stream()
                .mapToLong(call -> Math.max(call.start(), finite(call.end())))
                .max()
                .orElse(0)
            + 1;
    List<PortCall> calls = new ArrayList<>(history.calls());
    calls.add(
        new PortCall(
            new PortCall.Span("the store itself", after, after),
            new PortCall.Request(PortCall.Operation.LIST, List.of()),
            new PortCall.Answer(Outcome.DONE, Map.copyOf(state.records()), "")));
    return new PortHistory(calls);
  }

  private static long finite(long end) {
    return end == PortCall.NEVER ? Long.MIN_VALUE : end;
  }

  private List<Violation> calls(HistoryIndex index) {
    Map<Rule, Violation> first = new HashMap<>();
    for (PortCall call : index.history().calls()) {
      fault(call, index.wording()).ifPresent(fault -> first.putIfAbsent(fault.rule(), fault));
    }
    return List.copyOf(first.values());
  }

  private Optional<Violation> fault(PortCall call, Wording wording) {
    if (call.answer().outcome() == Outcome.BROKEN) {
      return Optional.of(
          new Violation(Rule.ERROR, wording.of(call) + " failed: " + call.answer().note()));
    }
    boolean late =
        call.end() != PortCall.NEVER && call.end() - call.start() > rules.longestCall().toNanos();
    return late
        ? Optional.of(
            new Violation(
                Rule.DEADLINE,
                "%s took longer than %s".formatted(wording.of(call), rules.longestCall())))
        : Optional.empty();
  }
}
