package io.viking.docker.firewall;

import io.viking.model.Protocol;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Ports, each in one span only. Immutable.
 *
 * @param spans sorted; none touches another
 */
record PortSpans(List<PortSpan> spans) {
  PortSpans {
    spans = List.copyOf(spans);
  }

  /** The ports of all these spans, which may overlap. */
  static PortSpans of(Collection<PortSpan> some) {
    List<PortSpan> merged = new ArrayList<>();
    for (PortSpan next : some.stream().sorted().toList()) {
      PortSpan before = merged.isEmpty() ? null : merged.get(merged.size() - 1);
      if (before != null
          && before.protocol() == next.protocol()
          && next.first() <= before.last() + 1) {
        int last = Math.max(before.last(), next.last());
        merged.set(merged.size() - 1, new PortSpan(before.protocol(), before.first(), last));
      } else {
        merged.add(next);
      }
    }
    return new PortSpans(merged);
  }

  boolean isEmpty() {
    return spans.isEmpty();
  }

  Map<Protocol, List<PortSpan>> byProtocol() {
    return spans.stream()
        .collect(Collectors.groupingBy(PortSpan::protocol, TreeMap::new, Collectors.toList()));
  }
}
