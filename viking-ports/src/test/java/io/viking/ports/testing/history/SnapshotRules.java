package io.viking.ports.testing.history;

import io.viking.ports.testing.history.Violation.Rule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What holds for lists: each is the whole of one moment. */
final class SnapshotRules {
  private final HistoryIndex index;

  private SnapshotRules(HistoryIndex index) {
    this.index = index;
  }

  static List<Violation> check(HistoryIndex index) {
    SnapshotRules rules = new SnapshotRules(index);
    List<Violation> violations = new ArrayList<>();
    index.lists().forEach(list -> rules.oneMoment(list).ifPresent(violations::add));
    violations.addAll(rules.growing());
    return violations;
  }

  /** The last that it shows must not be younger than the first that it does not show. */
  private Optional<Violation> oneMoment(PortCall list) {
    Optional<Map.Entry<String, Presence>> youngest =
        kept(list, true).stream().max(Comparator.comparingLong(e -> e.getValue().earliest()));
    Optional<Map.Entry<String, Presence>> oldest =
        kept(list, false).stream().min(Comparator.comparingLong(e -> e.getValue().latest()));
    if (youngest.isEmpty()
        || oldest.isEmpty()
        || oldest.get().getValue().latest() >= youngest.get().getValue().earliest()) {
      return Optional.empty();
    }
    return Optional.of(
        new Violation(
            Rule.SNAPSHOT,
            "%s shows %s, which was not recorded before %s, but not %s, which was by %s"
                .formatted(
                    index.wording().of(list),
                    youngest.get().getKey(),
                    index.wording().time(youngest.get().getValue().earliest()),
                    oldest.get().getKey(),
                    index.wording().time(oldest.get().getValue().latest()))));
  }

  private List<Map.Entry<String, Presence>> kept(PortCall list, boolean shown) {
    return index.kept().entrySet().stream()
        .filter(entry -> (list.numberOf(entry.getKey()) != 0) == shown)
        .toList();
  }

  /** Where nothing is released, of two lists one must contain the other. */
  private List<Violation> growing() {
    List<PortCall> bySize =
        index.lists().stream().sorted(Comparator.comparingInt(list -> shown(list).size())).toList();
    List<Violation> violations = new ArrayList<>();
    for (int i = 1; i < bySize.size(); i++) {
      PortCall smaller = bySize.get(i - 1);
      PortCall larger = bySize.get(i);
      Set<String> missing = shown(smaller);
      missing.removeAll(larger.answer().numbers().keySet());
      if (!missing.isEmpty()) {
        Set<String> more = shown(larger);
        more.removeAll(smaller.answer().numbers().keySet());
        violations.add(
            new Violation(
                Rule.SNAPSHOT,
                "%s shows %s but not %s; %s shows it the other way round"
                    .formatted(
                        index.wording().of(smaller),
                        missing.iterator().next(),
                        more.isEmpty() ? "the rest" : more.iterator().next(),
                        index.wording().of(larger))));
      }
    }
    return violations;
  }

  private Set<String> shown(PortCall list) {
    Set<String> shown = new HashSet<>(list.answer().numbers().keySet());
    shown.retainAll(index.kept().keySet());
    return shown;
  }
}
