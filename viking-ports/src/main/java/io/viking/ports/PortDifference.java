package io.viking.ports;

import io.viking.model.ServicePort;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What has to be written to get from some records to others, or the first part of it. Pure.
 *
 * @param entries the service ports to record
 * @param withheld the numbers to withhold, and, without a reason, those to withhold no more
 * @param isAll whether nothing else is to be written
 */
record PortDifference(
    Map<ServicePort, Integer> entries, Map<Integer, Optional<Withheld>> withheld, boolean isAll) {

  /** The difference, up to that many keys; service ports are only ever added. */
  static PortDifference between(PortRecords before, PortRecords after, int mostKeys) {
    Map<ServicePort, Integer> entries = new LinkedHashMap<>(after.table().asMap());
    entries.keySet().removeAll(before.table().asMap().keySet());
    Map<Integer, Optional<Withheld>> withheld = new LinkedHashMap<>();
    TreeSet<Integer> numbers = new TreeSet<>(before.withheld().keySet());
    numbers.addAll(after.withheld().keySet());
    for (int number : numbers) {
      Optional<Withheld> reason = Optional.ofNullable(after.withheld().get(number));
      if (!reason.equals(Optional.ofNullable(before.withheld().get(number)))) {
        withheld.put(number, reason);
      }
    }
    boolean all = 2 * entries.size() + withheld.size() <= mostKeys;
    return all ? new PortDifference(entries, withheld, true) : part(entries, withheld, mostKeys);
  }

  private static PortDifference part(
      Map<ServicePort, Integer> entries, Map<Integer, Optional<Withheld>> withheld, int mostKeys) {
    Map<ServicePort, Integer> some = first(entries, mostKeys / 2);
    return new PortDifference(some, first(withheld, mostKeys - 2 * some.size()), false);
  }

  private static <K, V> Map<K, V> first(Map<K, V> map, int most) {
    Map<K, V> first = new LinkedHashMap<>();
    map.entrySet().stream()
        .limit(most)
        .forEach(entry -> first.put(entry.getKey(), entry.getValue()));
    return first;
  }

  boolean isEmpty() {
    return entries.isEmpty() && withheld.isEmpty();
  }
}
