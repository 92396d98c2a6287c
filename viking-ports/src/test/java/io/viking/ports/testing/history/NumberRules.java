package io.viking.ports.testing.history;

import io.viking.ports.testing.history.Violation.Rule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What holds for each number: who may have it, and when again. */
final class NumberRules {
  private final HistoryIndex index;
  private final PortRules rules;
  private final Map<String, List<PortCall>> releases = new HashMap<>();
  private final List<Violation> violations = new ArrayList<>();

  private NumberRules(HistoryIndex index, PortRules rules) {
    this.index = index;
    this.rules = rules;
    index.services().forEach(calls -> releases.put(calls.service(), calls.releases()));
  }

  static List<Violation> check(HistoryIndex index, PortRules rules) {
    NumberRules check = new NumberRules(index, rules);
    index.numbers().forEach(check::number);
    return check.violations;
  }

  private void number(int number, Map<String, List<PortCall>> owners) {
    if (!rules.range().contains(number)) {
      add(
          Rule.RANGE,
          "%d is outside %s but %s has it, as %s shows"
              .formatted(
                  number,
                  rules.range(),
                  owners.keySet().iterator().next(),
                  tell(owners.values().iterator().next().get(0))));
    }
    List<String> names = List.copyOf(owners.keySet());
    for (int i = 0; i < names.size(); i++) {
      for (int j = i + 1; j < names.size(); j++) {
        twoOwners(number, owners, names.get(i), names.get(j));
      }
    }
    owners.forEach((service, calls) -> sameOwnerAgain(number, service, calls));
  }

  private void twoOwners(int number, Map<String, List<PortCall>> owners, String one, String other) {
    PortCall oneShown = firstToEnd(owners, one);
    PortCall otherShown = firstToEnd(owners, other);
    if (released(one).isEmpty() && released(other).isEmpty()) {
      add(
          Rule.UNIQUE,
          "%d is given to two: %s has it, as %s shows, and %s has it, as %s shows"
              .formatted(number, one, tell(oneShown), other, tell(otherShown)));
    } else if (!mayFollow(one, otherShown) && !mayFollow(other, oneShown)) {
      add(
          Rule.QUARANTINE,
          "%d is given to two within %s: %s has it, as %s shows, and %s has it, as %s shows"
              .formatted(number, rules.quarantine(), one, tell(oneShown), other, tell(otherShown)));
    }
  }

  /** Whether what that call shows can have been given after the former owner's quarantine. */
  private boolean mayFollow(String former, PortCall shown) {
    return released(former).stream()
        .anyMatch(release -> release.start() + rules.quarantine().toNanos() <= shown.end());
  }

  /** A number that its owner has before and after a release was given again. */
  private void sameOwnerAgain(int number, String service, List<PortCall> shown) {
    for (PortCall release : released(service)) {
      PortCall before = firstToEnd(shown);
      long again = release.start() + rules.quarantine().toNanos();
      shown.stream()
          .filter(
              call ->
                  release.isDone()
                      && before.end() < release.start()
                      && call.start() > release.end()
                      && call.end() < again)
          .findFirst()
          .ifPresent(
              call ->
                  add(
                      Rule.QUARANTINE,
                      "%d is given to %s again within %s: %s shows it, %s released it, %s shows it"
                          .formatted(
                              number,
                              service,
                              rules.quarantine(),
                              tell(before),
                              tell(release),
                              tell(call))));
    }
  }

  private List<PortCall> released(String service) {
    return releases.getOrDefault(service, List.of());
  }

  private static PortCall firstToEnd(Map<String, List<PortCall>> owners, String service) {
    return firstToEnd(Objects.requireNonNull(owners.get(service)));
  }

  private static PortCall firstToEnd(List<PortCall> calls) {
    return calls.stream().min(Comparator.comparingLong(PortCall::end)).orElseThrow();
  }

  private String tell(PortCall call) {
    return index.wording().of(call);
  }

  private void add(Rule rule, String message) {
    violations.add(new Violation(rule, message));
  }
}
