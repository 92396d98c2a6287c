package io.viking.ports.testing.history;

import io.viking.ports.testing.history.PortCall.Operation;
import io.viking.ports.testing.history.Violation.Rule;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Looks for an order in which the calls on one service port can have happened, each at one moment
 * between its beginning and its end. For service ports that are released; used once.
 *
 * <p>The state is the service port's number, or none. A call that fits the state without changing
 * it is taken at once, which can never be wrong; so only changes branch. A call whose outcome is
 * unknown never ends, so it is left until nothing else explains what is seen; all unknown
 * allocations are alike, and so are all unknown releases, so they are only counted.
 */
final class RegisterSearch {
  private static final int NONE = 0;

  private final String service;
  private final Wording wording;

  /** Answered calls in the order in which they began. */
  private final List<PortCall> calls;

  private final long[] unknownAllocations;
  private final long[] unknownReleases;
  private final Set<State> seen = new HashSet<>();
  private final Deque<State> open = new ArrayDeque<>();
  private State furthest = new State(new BitSet(), NONE, new Used(0, 0));

  RegisterSearch(ServiceCalls calls, Wording wording) {
    this.service = calls.service();
    this.wording = wording;
    this.calls =
        calls.answered().stream().sorted(Comparator.comparingLong(PortCall::start)).toList();
    this.unknownAllocations = unknown(calls.allocations());
    this.unknownReleases = unknown(calls.releases());
  }

  /** How many calls of unknown outcome have been taken to have happened. */
  private record Used(int allocations, int releases) {}

  /** The calls that have happened, and the number that there is after them. */
  private record State(BitSet happened, int number, Used used) {}

  private static long[] unknown(List<PortCall> calls) {
    return calls.stream()
        .filter(call -> !call.isDone())
        .mapToLong(PortCall::start)
        .sorted()
        .toArray();
  }

  /** Why there is no order; empty if there is one. */
  Optional<Violation> check() {
    push(furthest);
    while (!open.isEmpty()) {
      State state = settle(open.pop());
      if (state.happened.cardinality() == calls.size()) {
        return Optional.empty();
      }
      if (state.happened.cardinality() > furthest.happened.cardinality()) {
        furthest = state;
      }
      branch(state);
    }
    return Optional.of(violation());
  }

  private void push(State state) {
    if (seen.add(state)) {
      open.push(state);
    }
  }

  /** Takes all calls that fit the state and leave it as it is. */
  private State settle(State state) {
    BitSet happened = (BitSet) state.happened.clone();
    boolean more = true;
    while (more) {
      more = false;
      for (int i : possible(happened)) {
        if (fits(calls.get(i), state.number)) {
          happened.set(i);
          more = true;
        }
      }
    }
    return new State(happened, state.number, state.used);
  }

  private boolean fits(PortCall call, int number) {
    return call.is(Operation.RELEASE)
        ? !call.released() && number == NONE
        : call.numberOf(service) == number;
  }

  private void branch(State state) {
    List<Integer> possible = possible(state.happened);
    if (possible.isEmpty()) {
      return;
    }
    // What is tried last here is looked at first: what was answered before what is unknown.
    long now = firstEnd(possible);
    if (state.number == NONE) {
      allocateUnknown(state, possible, now);
      possible.stream()
          .filter(i -> calls.get(i).is(Operation.ALLOCATE))
          .forEach(i -> push(after(state, i, calls.get(i).numberOf(service))));
    } else {
      if (started(unknownReleases, now) > state.used.releases) {
        Used used = new Used(state.used.allocations, state.used.releases + 1);
        push(new State(state.happened, NONE, used));
      }
      possible.stream()
          .filter(i -> calls.get(i).released())
          .min(Comparator.comparingLong(i -> calls.get(i).end()))
          .ifPresent(i -> push(after(state, i, NONE)));
    }
  }

  /** An unknown allocation can have given any number: only those matter that somebody has seen. */
  private void allocateUnknown(State state, List<Integer> possible, long now) {
    if (started(unknownAllocations, now) <= state.used.allocations) {
      return;
    }
    Used used = new Used(state.used.allocations + 1, state.used.releases);
    for (int i : possible) {
      PortCall call = calls.get(i);
      if (call.released()) {
        // It released a number that nobody has seen: -1 stands for it.
        push(new State(state.happened, -1, used));
      } else if (call.numberOf(service) != NONE) {
        push(new State(state.happened, call.numberOf(service), used));
      }
    }
  }

  private static State after(State state, int call, int number) {
    BitSet happened = (BitSet) state.happened.clone();
    happened.set(call);
    return new State(happened, number, state.used);
  }

  /** The calls that can be the next to happen: they began before any other one ended. */
  private List<Integer> possible(BitSet happened) {
    List<Integer> possible = new ArrayList<>();
    long firstEnd = Long.MAX_VALUE;
    for (int i = happened.nextClearBit(0);
        i < calls.size() && calls.get(i).start() <= firstEnd;
        i = happened.nextClearBit(i + 1)) {
      possible.add(i);
      firstEnd = Math.min(firstEnd, calls.get(i).end());
    }
    return possible;
  }

  private long firstEnd(List<Integer> possible) {
    return possible.stream().mapToLong(i -> calls.get(i).end()).min().orElse(Long.MAX_VALUE);
  }

  private static long started(long[] starts, long now) {
    int count = 0;
    while (count < starts.length && starts[count] <= now) {
      count++;
    }
    return count;
  }

  private Violation violation() {
    List<Integer> stuck = possible(furthest.happened);
    PortCall first =
        stuck.stream().map(calls::get).min(Comparator.comparingLong(PortCall::end)).orElseThrow();
    String number = furthest.number == NONE ? "none" : Integer.toString(furthest.number);
    return new Violation(
        Rule.REAL_TIME,
        "the calls on %s have no order: after %d of %d its number is %s, and then %s cannot answer %s"
            .formatted(
                service,
                furthest.happened.cardinality(),
                calls.size(),
                number,
                wording.of(first),
                answer(first)));
  }

  private String answer(PortCall call) {
    if (call.is(Operation.RELEASE)) {
      return call.answer().note();
    }
    int number = call.numberOf(service);
    return number == NONE ? "none" : Integer.toString(number);
  }
}
