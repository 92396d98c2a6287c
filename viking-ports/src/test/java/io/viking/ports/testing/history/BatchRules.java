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
                    .flatMap(
                        presence ->
                            rules
                                .partOfAList(calls, presence)
                                .or(() -> rules.late(calls, presence)))
                    .ifPresent(violations::add));
    return violations;
  }

  /** A list that shows it must show all of one batch that it can come from. */
  private Optional<Violation> partOfAList(ServiceCalls calls, Presence presence) {
    List<PortCall> sources = calls.allocations().stream().filter(presence::mayBeFrom).toList();
    return index.lists().stream()
        .filter(list -> list.numberOf(calls.service()) != 0)
        .filter(list -> sources.stream().noneMatch(source -> showsAll(list, source)))
        .findFirst()
        .flatMap(
            list ->
                sources.stream().findFirst().map(source -> torn(calls.service(), list, source)));
  }

  private boolean showsAll(PortCall list, PortCall source) {
    return missing(list, source).isEmpty();
  }

  private Optional<String> missing(PortCall list, PortCall source) {
    return source.request().services().stream()
        .filter(other -> list.numberOf(other) == 0 && index.presence(other).isPresent())
        .findFirst();
  }

  private Violation torn(String service, PortCall list, PortCall source) {
    return new Violation(
        Rule.BATCH,
        "%s shows %s without %s, though it can only come from %s, which asked for both"
            .formatted(
                index.wording().of(list),
                service,
                missing(list, source).orElse("the rest"),
                index.wording().of(source)));
  }

  /** What is always asked for with it must have been recorded by the time that it was shown. */
  private Optional<Violation> late(ServiceCalls calls, Presence presence) {
    return calls.companions(presence).stream()
        .flatMap(other -> late(calls.service(), presence, other).stream())
        .findFirst();
  }

  private Optional<Violation> late(String service, Presence presence, String companion) {
    return index
        .presence(companion)
        .filter(other -> other.earliest() > presence.latest())
        .filter(other -> !companion.equals(service))
        .map(
            other ->
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
