package io.viking.ports.testing.history;

import io.viking.ports.testing.history.PortCall.Operation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A history by service port. */
final class HistoryIndex {
  private final PortHistory history;
  private final Wording wording;
  private final List<PortCall> lists;
  private final Map<String, ServiceCalls> services = new LinkedHashMap<>();
  private final Map<String, Presence> kept = new LinkedHashMap<>();

  HistoryIndex(PortHistory history) {
    this.history = history;
    this.wording =
        new Wording(history.calls().stream().mapToLong(PortCall::start).findFirst().orElse(0));
    this.lists =
        history.calls().stream().filter(call -> call.is(Operation.LIST) && call.isDone()).toList();
    history.calls().forEach(this::add);
    services.values().stream()
        .filter(ServiceCalls::isKept)
        .forEach(calls -> kept.put(calls.service(), Presence.of(calls)));
  }

  private void add(PortCall call) {
    call.request().services().stream().distinct().forEach(service -> of(service).add(call));
    call.answer().numbers().keySet().forEach(this::of);
  }

  private ServiceCalls of(String service) {
    return services.computeIfAbsent(service, name -> new ServiceCalls(name, lists));
  }

  PortHistory history() {
    return history;
  }

  Wording wording() {
    return wording;
  }

  /** Answered lists in the order in which they began. */
  List<PortCall> lists() {
    return lists;
  }

  Stream<ServiceCalls> services() {
    return services.values().stream();
  }

  /** Service ports that keep their number, with the time at which they can have been recorded. */
  Map<String, Presence> kept() {
    return kept;
  }

  /** Of that service port, if it keeps its number. */
  Optional<Presence> presence(String service) {
    return Optional.ofNullable(kept.get(service));
  }

  /** Each number with the answered calls that show it, by the service port they show it for. */
  Map<Integer, Map<String, List<PortCall>>> numbers() {
    Map<Integer, Map<String, List<PortCall>>> numbers = new LinkedHashMap<>();
    for (PortCall call : history.calls()) {
      call.answer()
          .numbers()
          .forEach(
              (service, number) ->
                  numbers
                      .computeIfAbsent(number, any -> new LinkedHashMap<>())
                      .computeIfAbsent(service, any -> new ArrayList<>())
                      .add(call));
    }
    return numbers;
  }
}
