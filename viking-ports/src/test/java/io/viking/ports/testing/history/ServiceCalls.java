package io.viking.ports.testing.history;

import io.viking.ports.testing.history.PortCall.Operation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What concerns one service port: the calls that name it, and all lists, as each list shows its
 * number or that there is none.
 */
final class ServiceCalls {
  private final String service;
  private final List<PortCall> lists;
  private final List<PortCall> named = new ArrayList<>();

  ServiceCalls(String service, List<PortCall> lists) {
    this.service = service;
    this.lists = lists;
  }

  void add(PortCall call) {
    named.add(call);
  }

  String service() {
    return service;
  }

  /** Calls that name it, in the order in which they began. */
  List<PortCall> named() {
    return named;
  }

  /** Those of them that may have given it a number. */
  List<PortCall> allocations() {
    return named.stream()
        .filter(call -> call.is(Operation.ALLOCATE) && call.mayHaveHappened())
        .toList();
  }

  /** Those of them that may have taken it away. */
  List<PortCall> releases() {
    return named.stream()
        .filter(call -> call.is(Operation.RELEASE) && call.mayHaveHappened())
        .filter(call -> !call.isDone() || call.released())
        .toList();
  }

  /** Whether it keeps its number for ever once it has one. */
  boolean isKept() {
    return releases().isEmpty();
  }

  /**
   * Answered calls that show its number, or that it has none: lists among them, and releases that
   * found nothing to release.
   */
  List<PortCall> sightings() {
    List<PortCall> sightings = new ArrayList<>();
    named.stream().filter(call -> call.isDone() && !call.released()).forEach(sightings::add);
    sightings.addAll(lists);
    return sightings;
  }

  /** All answered calls, lists among them. */
  List<PortCall> answered() {
    List<PortCall> answered = new ArrayList<>();
    named.stream().filter(PortCall::isDone).forEach(answered::add);
    answered.addAll(lists);
    return answered;
  }

  /**
   * The service ports that are recorded whenever this one is, if no number is released: those that
   * every call asked for that may have recorded it.
   */
  Set<String> companions(Presence presence) {
    Optional<Set<String>> common = Optional.empty();
    for (PortCall call : allocations()) {
      if (common.isPresent() && common.get().size() == 1) {
        break;
      }
      if (presence.mayBeFrom(call)) {
        Set<String> asked = new HashSet<>(call.request().services());
        common.ifPresent(asked::retainAll);
        common = Optional.of(asked);
      }
    }
    return common.orElse(Set.of());
  }
}
