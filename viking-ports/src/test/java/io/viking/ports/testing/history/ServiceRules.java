package io.viking.ports.testing.history;

import io.viking.ports.testing.history.Violation.Rule;
import java.util.List;
import java.util.Optional;

/** What holds for each service port by itself: its calls have an order. */
final class ServiceRules {
  private ServiceRules() {}

  static List<Violation> check(HistoryIndex index, ServiceCalls calls) {
    Optional<Presence> presence = index.presence(calls.service());
    if (presence.isEmpty()) {
      return new RegisterSearch(calls, index.wording()).check().stream().toList();
    }
    return twoNumbers(index.wording(), calls)
        .or(() -> order(index.wording(), calls.service(), presence.get()))
        .stream()
        .toList();
  }

  private static Optional<Violation> twoNumbers(Wording wording, ServiceCalls calls) {
    String service = calls.service();
    Optional<PortCall> first = Optional.empty();
    for (PortCall call : calls.sightings()) {
      if (call.numberOf(service) == 0) {
        continue;
      }
      if (first.isEmpty()) {
        first = Optional.of(call);
      } else if (first.get().numberOf(service) != call.numberOf(service)) {
        return Optional.of(
            new Violation(
                Rule.STABLE,
                "%s has two numbers: %d, as %s shows, and %d, as %s shows"
                    .formatted(
                        service,
                        first.get().numberOf(service),
                        wording.of(first.get()),
                        call.numberOf(service),
                        wording.of(call))));
      }
    }
    return Optional.empty();
  }

  private static Optional<Violation> order(Wording wording, String service, Presence presence) {
    if (presence.shown().isEmpty()) {
      return Optional.empty();
    }
    PortCall shown = presence.shown().get();
    if (presence.asked().isEmpty() || presence.asked().get().start() > shown.end()) {
      return Optional.of(
          new Violation(
              Rule.REAL_TIME,
              "%s has %d, as %s shows, before anybody asked for it"
                  .formatted(service, shown.numberOf(service), wording.of(shown))));
    }
    return presence
        .absent()
        .filter(absent -> absent.start() > shown.end())
        .map(
            absent ->
                new Violation(
                    Rule.REAL_TIME,
                    "%s has %d, as %s shows, but %s, which began later, does not show it"
                        .formatted(
                            service,
                            shown.numberOf(service),
                            wording.of(shown),
                            wording.of(absent))));
  }
}
