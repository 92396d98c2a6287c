package io.viking.examples.bench;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/** One run: measures what was chosen, one thing after the other. Used once. */
final class PortsRun {
  private final Site site;
  private final Effort effort;
  private final Consumer<String> progress;
  private final Map<Figure, List<Pair>> pairs = new EnumMap<>(Figure.class);
  private final SortedMap<Integer, Map<Operation, List<Sample>>> calls = new TreeMap<>();

  /** The progress is told what comes next, a line each. */
  PortsRun(Site site, Effort effort, Consumer<String> progress) {
    this.site = site;
    this.effort = effort;
    this.progress = progress;
  }

  /** Every figure, and every operation under every number of callers. */
  Results all() {
    SortedMap<Integer, Set<Operation>> everything = new TreeMap<>();
    List.of(1, 8, 64).forEach(n -> everything.put(n, EnumSet.allOf(Operation.class)));
    return run(EnumSet.allOf(Figure.class), everything);
  }

  /** Those metrics and what explains them, with no more operations than they need. */
  Results only(Set<Figure> metrics) {
    EnumSet<Figure> figures = EnumSet.copyOf(metrics);
    for (Figure figure : Figure.values()) {
      figure.explains().filter(metrics::contains).ifPresent(metric -> figures.add(figure));
    }
    SortedMap<Integer, Set<Operation>> needed = new TreeMap<>();
    for (Figure figure : figures) {
      Duel.of(figure).ifPresent(duel -> operations(needed, duel));
    }
    return run(figures, needed);
  }

  private static void operations(SortedMap<Integer, Set<Operation>> needed, Duel duel) {
    Set<Operation> operations =
        needed.computeIfAbsent(duel.callers(), n -> EnumSet.noneOf(Operation.class));
    operations.add(duel.viking().operation());
    operations.add(duel.peer().operation());
  }

  private Results run(Set<Figure> figures, SortedMap<Integer, Set<Operation>> operations) {
    Turns turns = new Turns(site, effort);
    // The single caller last: by then the JVM has compiled what there is to compile.
    new TreeMap<>(operations)
        .descendingMap()
        .forEach(
            (callers, chosen) -> {
              progress.accept("calls of " + callers + (callers == 1 ? " caller" : " callers"));
              calls.put(callers, turns.run(callers, chosen));
            });
    figures.forEach(figure -> Duel.of(figure).ifPresent(duel -> note(figure, duel)));
    measureOthers(figures);
    List<Measured> measured = new ArrayList<>();
    pairs.forEach((figure, rounds) -> measured.add(new Measured(figure, rounds)));
    return new Results(measured, calls);
  }

  private void note(Figure figure, Duel duel) {
    Optional.ofNullable(calls.get(duel.callers()))
        .ifPresent(samples -> pairs.put(figure, duel.pairs(samples)));
  }

  private void measureOthers(Set<Figure> figures) {
    if (figures.contains(Figure.NEW_PORTS_4X16)) {
      progress.accept("4 processes");
      try (Crowd crowd = Crowd.start(site, effort)) {
        pairs.put(Figure.NEW_PORTS_4X16, crowd.run());
      }
    }
    if (figures.contains(Figure.BATCH_10000)) {
      progress.accept("one large call");
      pairs.putAll(new Batch(site).run(effort.rounds()));
    }
    if (figures.contains(Figure.CLIENT_HEAP_MB)) {
      progress.accept("a client's heap");
      pairs.put(Figure.CLIENT_HEAP_MB, new ClientHeap(site).run(Math.max(1, effort.rounds() / 2)));
    }
  }
}
