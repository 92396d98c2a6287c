package io.viking.examples.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;

/**
 * Rounds in which operations take turns, in another order each time, so that what the machine does
 * meanwhile meets all of them.
 */
final class Turns {
  private static final int WARM_UP_CALLERS = 8;

  private final Site site;
  private final Effort effort;
  private final Set<Operation> warm = EnumSet.noneOf(Operation.class);
  private final Random random = new Random(1);

  Turns(Site site, Effort effort) {
    this.site = site;
    this.effort = effort;
  }

  /** All rounds of these operations under that many callers, each operation's in order. */
  Map<Operation, List<Sample>> run(int callers, Set<Operation> operations) {
    List<Operation> cold = operations.stream().filter(warm::add).toList();
    cold.forEach(operation -> warmUp(operation, effort.warmUp(cold.size())));
    Map<Operation, List<Sample>> samples = new EnumMap<>(Operation.class);
    for (int i = 0; i < effort.rounds(); i++) {
      round(callers, operations)
          .forEach((operation, slices) -> add(samples, operation, Tally.together(slices).sample()));
    }
    return samples;
  }

  private Map<Operation, List<Tally>> round(int callers, Set<Operation> operations) {
    Map<Operation, Contestant> contestants = new EnumMap<>(Operation.class);
    try {
      operations.forEach(
          operation -> contestants.put(operation, operation.open(site.fresh(), callers)));
      return inTurns(
          effort.slices(callers),
          operations,
          operation ->
              Load.run(
                  Objects.requireNonNull(contestants.get(operation)),
                  callers,
                  effort.slice(callers, operation)));
    } finally {
      contestants.values().forEach(Contestant::close);
    }
  }

  /** Each operation so many times, all once before any of them again. */
  <T> Map<Operation, List<T>> inTurns(
      int times, Set<Operation> operations, Function<Operation, T> measure) {
    Map<Operation, List<T>> samples = new EnumMap<>(Operation.class);
    List<Operation> order = new ArrayList<>(operations);
    for (int i = 0; i < times; i++) {
      Collections.shuffle(order, random);
      order.forEach(operation -> add(samples, operation, measure.apply(operation)));
    }
    return samples;
  }

  private static <T> void add(Map<Operation, List<T>> samples, Operation operation, T one) {
    samples.computeIfAbsent(operation, first -> new ArrayList<>()).add(one);
  }

  /** Several callers make the JVM compile what a single one uses, only sooner. */
  private void warmUp(Operation operation, Duration length) {
    try (Contestant contestant = operation.open(site.fresh(), WARM_UP_CALLERS)) {
      Load.run(contestant, WARM_UP_CALLERS, length);
    }
  }
}
