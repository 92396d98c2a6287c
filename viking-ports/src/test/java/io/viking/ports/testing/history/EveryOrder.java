package io.viking.ports.testing.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Tries every order of a few calls on one table: too slow for use, and too simple to be wrong. What
 * {@link PortHistoryChecker} says is compared with it.
 */
final class EveryOrder {
  private final int highest;
  private final boolean again;

  /**
   * For calls that show numbers up to the highest.
   *
   * @param again whether a service port may be given a number again that it has had
   */
  EveryOrder(int highest, boolean again) {
    this.highest = highest;
    this.again = again;
  }

  /** The table, and what every service port has ever had. */
  private record State(Map<String, Integer> table, Set<String> past) {
    State with(String service, int number) {
      Map<String, Integer> more = new HashMap<>(table);
      more.put(service, number);
      Set<String> had = new HashSet<>(past);
      had.add(service + number);
      return new State(more, had);
    }

    State without(String service) {
      Map<String, Integer> fewer = new HashMap<>(table);
      fewer.remove(service);
      return new State(fewer, past);
    }
  }

  /** Whether there is an order in which all of them can have been answered as they were. */
  boolean exists(List<PortCall> calls) {
    return exists(calls, new State(Map.of(), Set.of()));
  }

  private boolean exists(List<PortCall> left, State state) {
    if (left.stream().noneMatch(PortCall::isDone)) {
      return true;
    }
    long firstEnd =
        left.stream().filter(PortCall::isDone).mapToLong(PortCall::end).min().orElseThrow();
    return left.stream()
        .filter(call -> call.start() <= firstEnd)
        .anyMatch(
            call -> {
              List<PortCall> others = new ArrayList<>(left);
              others.remove(call);
              return after(call, state).anyMatch(next -> exists(others, next));
            });
  }

  /** What there can be after that call; nothing if it cannot happen now. */
  private Stream<State> after(PortCall call, State state) {
    List<String> services = call.request().services();
    return switch (call.request().operation()) {
      case LIST -> same(state, !call.isDone() || call.answer().numbers().equals(state.table));
      case FIND -> {
        int found = state.table.getOrDefault(services.get(0), 0);
        yield same(state, !call.isDone() || call.numberOf(services.get(0)) == found);
      }
      case RELEASE -> {
        boolean found = state.table.containsKey(services.get(0));
        boolean fits = !call.isDone() || call.released() == found;
        yield same(state.without(services.get(0)), fits);
      }
      case ALLOCATE -> allocate(call, 0, state);
    };
  }

  private static Stream<State> same(State state, boolean fits) {
    return fits ? Stream.of(state) : Stream.empty();
  }

  /** Gives a number to each service port from that one on. */
  private Stream<State> allocate(PortCall call, int from, State state) {
    if (from == call.request().services().size()) {
      return Stream.of(state);
    }
    String service = call.request().services().get(from);
    int known = state.table.getOrDefault(service, 0);
    return (known != 0 ? IntStream.of(known) : IntStream.rangeClosed(1, highest))
        .filter(number -> !call.isDone() || call.numberOf(service) == number)
        .filter(number -> number == known || again || !state.past.contains(service + number))
        .boxed()
        .flatMap(number -> allocate(call, from + 1, state.with(service, number)));
  }
}
