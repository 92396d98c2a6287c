package io.viking.ports.testing.history;

import io.viking.ports.testing.history.Violation.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What holds for batches: all of it is recorded at one moment. */
final class BatchRules {
  private final HistoryIndex index;

  private BatchRules(HistoryIndex index) {
    this.index = index;
  }

  static List<Violation> check(HistoryIndex index) {
    BatchRules rules = new BatchRules(index);
    List<Violation> violations = new ArrayList<>();
    index
        .services()
        .forEach(
            calls ->
                index
                    .presence(calls.service())
                    .flatMap(presence -> rules.torn(calls, presence))
                    .ifPresent(violations::add));
    return violations;
  }

  private Optional<Violation> torn(ServiceCalls calls, Presence presence) {
    return calls.companions().stream()
        .filter(other -> !other.equals(calls.service()))
        .flatMap(other -> together(calls.service(), presence, other).stream())
        .findFirst();
  }

  /** When the one is there, the other is. */
  private Optional<Violation> together(String service, Presence presence, String companion) {
    Optional<Presence> other = index.presence(companion);
    if (other.isEmpty()) {
      return Optional.empty();
    }
    Optional<Violation> torn =
        index.lists().stream()
            .filter(list -> list.numberOf(service) != 0 && list.numberOf(companion) == 0)
            .findFirst()
            .map(
                list ->
                    new Violation(
                        Rule.BATCH,
                        "%s shows %s without %s, which is always asked for with it"
                            .formatted(index.wording().of(list), service, companion)));
    return torn.or(() -> late(service, presence, companion, other.get()));
  }

  private Optional<Violation> late(
      String service, Presence presence, String companion, Presence other) {
    if (other.earliest() <= presence.latest()) {
      return Optional.empty();
    }
    return Optional.of(
        new Violation(
            Rule.BATCH,
            "%s was recorded by %s, but %s, which is always asked for with it, not before %s"
                .formatted(
                    service,
                    index.wording().time(presence.latest()),
                    companion,
                    index.wording().time(other.earliest()))));
  }
}
