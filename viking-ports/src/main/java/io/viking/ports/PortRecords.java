package io.viking.ports;

import io.viking.model.PortTable;
import io.viking.model.ServicePort;
import java.time.Instant;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything that an allocator knows: what a backup has to hold. Immutable.
 *
 * @param next the number at which the next search starts; 0 where nothing was ever given
 * @param table the numbers given
 * @param withheld the numbers that are not given at the moment, and why
 */
public record PortRecords(int next, PortTable table, SortedMap<Integer, Withheld> withheld) {
  /** Copies the map. */
  public PortRecords {
    withheld = Collections.unmodifiableSortedMap(new TreeMap<>(withheld));
  }

  /** No records. */
  public static PortRecords empty() {
    return new PortRecords(0, PortTable.empty(), Collections.emptySortedMap());
  }

  /** Records of those numbers alone. */
  public static PortRecords of(PortTable table) {
    return new PortRecords(0, table, Collections.emptySortedMap());
  }

  /**
   * These with a number for each of those service ports.
   *
   * @param reusable numbers that are withheld and may be given all the same
   * @return this if it has them all
   * @throws PortsExhaustedException if the range has not enough numbers left
   */
  PortRecords with(Collection<ServicePort> ports, PortRange range, Set<Integer> reusable) {
    List<ServicePort> missing =
        ports.stream().distinct().filter(port -> table.find(port).isEmpty()).toList();
    if (missing.isEmpty()) {
      return this;
    }
    PortChooser.Choice choice =
        PortChooser.choose(range, next, missing.size(), unavailable(reusable));
    Map<ServicePort, Integer> all = new LinkedHashMap<>(table.asMap());
    SortedMap<Integer, Withheld> rest = new TreeMap<>(withheld);
    for (int i = 0; i < missing.size(); i++) {
      all.put(missing.get(i), choice.numbers().get(i));
      rest.remove(choice.numbers().get(i));
    }
    return new PortRecords(choice.next(), PortTable.of(all), rest);
  }

  private BitSet unavailable(Set<Integer> reusable) {
    BitSet numbers = new BitSet();
    withheld.keySet().stream().filter(number -> !reusable.contains(number)).forEach(numbers::set);
    table.asMap().values().forEach(numbers::set);
    return numbers;
  }

  /**
   * These without that service port, whose number goes into quarantine.
   *
   * @param until when the quarantine ends; empty for none
   */
  PortRecords without(ServicePort port, Optional<Instant> until) {
    Map<ServicePort, Integer> rest = new LinkedHashMap<>(table.asMap());
    Integer number = rest.remove(port);
    if (number == null) {
      return this;
    }
    SortedMap<Integer, Withheld> held = new TreeMap<>(withheld);
    boolean skipped = Optional.ofNullable(held.get(number)).filter(Withheld::skipped).isPresent();
    until
        .flatMap(end -> Withheld.released(port, end).withSkipped(skipped))
        .ifPresent(reason -> held.put(number, reason));
    return new PortRecords(next, PortTable.of(rest), held);
  }

  /** These with those numbers skipped, or no more; a quarantine goes on. */
  PortRecords skipping(Collection<Integer> numbers, boolean skip) {
    SortedMap<Integer, Withheld> held = new TreeMap<>(withheld);
    for (int number : numbers) {
      Optional<Withheld> before = Optional.ofNullable(held.get(number));
      Optional<Withheld> after =
          skip
              ? before.orElse(Withheld.skippedNumber()).withSkipped(true)
              : before.flatMap(reason -> reason.withSkipped(false));
      after.ifPresentOrElse(reason -> held.put(number, reason), () -> held.remove(number));
    }
    return new PortRecords(next, table, held);
  }

  /** The numbers whose quarantine is over. */
  List<Integer> over(Instant now) {
    return withheld.entrySet().stream()
        .filter(entry -> entry.getValue().isOver(now))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** The part of the table that is about these. */
  PortTable tableOf(Collection<ServicePort> ports) {
    Map<ServicePort, Integer> part = new LinkedHashMap<>();
    ports.forEach(port -> part.put(port, table.require(port)));
    return PortTable.of(part);
  }

  /**
   * These and the other ones.
   *
   * @throws PortConflictException with all contradictions, if there is one
   */
  PortRecords plus(PortRecords added) {
    List<String> conflicts = PortConflicts.of(this, added);
    if (!conflicts.isEmpty()) {
      throw new PortConflictException(conflicts);
    }
    PortTable both = table.plus(added.table);
    SortedMap<Integer, Withheld> held = new TreeMap<>(withheld);
    added.withheld.forEach((number, reason) -> held.merge(number, reason, PortRecords::stricter));
    // What somebody has is not in quarantine; it may still be skipped, for when it is released.
    Set<Integer> owned = Set.copyOf(both.asMap().values());
    held.entrySet()
        .removeIf(entry -> owned.contains(entry.getKey()) && !entry.getValue().skipped());
    held.replaceAll((number, reason) -> owned.contains(number) ? Withheld.skippedNumber() : reason);
    return new PortRecords(next == 0 ? added.next : next, both, held);
  }

  private static Withheld stricter(Withheld one, Withheld other) {
    Withheld released =
        one.until().orElse(Instant.MIN).isBefore(other.until().orElse(Instant.MIN)) ? other : one;
    return new Withheld(one.skipped() || other.skipped(), released.formerOwner(), released.until());
  }
}
