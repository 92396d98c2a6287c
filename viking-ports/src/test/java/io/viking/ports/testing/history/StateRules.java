package io.viking.ports.testing.history;

import io.viking.ports.testing.history.Violation.Rule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What holds in the end: the store has what was answered, and its two indexes fit together. */
final class StateRules {
  private StateRules() {}

  static List<Violation> check(HistoryIndex index, PortState state) {
    List<Violation> violations = new ArrayList<>();
    index.kept().forEach((service, presence) -> lost(index, state, service, presence, violations));
    state.records().forEach((service, number) -> owner(state, service, number, violations));
    Map<Integer, String> unrecorded = new HashMap<>(state.owners());
    unrecorded.keySet().removeAll(state.records().values());
    unrecorded.forEach(
        (number, service) ->
            violations.add(
                new Violation(
                    Rule.OWNER,
                    "%d belongs to %s, which has no record of it".formatted(number, service))));
    return violations;
  }

  private static void lost(
      HistoryIndex index,
      PortState state,
      String service,
      Presence presence,
      List<Violation> violations) {
    presence
        .shown()
        .filter(shown -> !state.records().containsKey(service))
        .map(
            shown ->
                new Violation(
                    Rule.LOST,
                    "%s had %d, as %s shows, but the store has no record of it"
                        .formatted(service, shown.numberOf(service), index.wording().of(shown))))
        .ifPresent(violations::add);
  }

  private static void owner(
      PortState state, String service, int number, List<Violation> violations) {
    String owner = Objects.requireNonNullElse(state.owners().get(number), "nobody");
    if (!owner.equals(service)) {
      violations.add(
          new Violation(
              Rule.OWNER,
              "%s has %d but that number belongs to %s".formatted(service, number, owner)));
    }
  }
}
