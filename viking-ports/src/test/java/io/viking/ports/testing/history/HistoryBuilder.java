package io.viking.ports.testing.history;

import io.viking.ports.PortRange;
import io.viking.ports.testing.history.PortCall.Answer;
import io.viking.ports.testing.history.PortCall.Operation;
import io.viking.ports.testing.history.PortCall.Outcome;
import io.viking.ports.testing.history.PortCall.Request;
import io.viking.ports.testing.history.PortCall.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Histories written by hand; times are seconds. */
final class HistoryBuilder {
  static final PortRules RULES =
      new PortRules(new PortRange(100, 199), Duration.ofHours(1), Duration.ofMinutes(1));

  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final List<PortCall> calls = new ArrayList<>();

  HistoryBuilder allocate(int start, int end, String service, int number) {
    return allocate(start, end, Map.of(service, number));
  }

  HistoryBuilder allocate(int start, int end, Map<String, Integer> numbers) {
    List<String> services = numbers.keySet().stream().sorted().toList();
    return add(start, end, Operation.ALLOCATE, services, new Answer(Outcome.DONE, numbers, ""));
  }

  HistoryBuilder find(int start, int end, String service, int number) {
    return add(
        start,
        end,
        Operation.FIND,
        List.of(service),
        new Answer(Outcome.DONE, number == 0 ? Map.of() : Map.of(service, number), ""));
  }

  HistoryBuilder list(int start, int end, Map<String, Integer> numbers) {
    return add(start, end, Operation.LIST, List.of(), new Answer(Outcome.DONE, numbers, ""));
  }

  HistoryBuilder release(int start, int end, String service, boolean found) {
    Answer answer = new Answer(Outcome.DONE, Map.of(), Boolean.toString(found));
    return add(start, end, Operation.RELEASE, List.of(service), answer);
  }

  HistoryBuilder unknown(int start, int end, Operation operation, String... services) {
    Answer answer = new Answer(Outcome.UNKNOWN, Map.of(), "away");
    return add(start, end, operation, List.of(services), answer);
  }

  HistoryBuilder broken(int start, int end, Operation operation, String... services) {
    Answer answer = new Answer(Outcome.BROKEN, Map.of(), "java.lang.NullPointerException");
    return add(start, end, operation, List.of(services), answer);
  }

  HistoryBuilder add(
      int start, int end, Operation operation, List<String> services, Answer answer) {
    Span span = new Span("p" + calls.size() + "/t", start * SECOND, end * SECOND);
    calls.add(new PortCall(span, new Request(operation, services), answer));
    return this;
  }

  PortHistory build() {
    return new PortHistory(calls);
  }

  /** Checks it; in the end the store holds those records. */
  List<Violation> check(Map<String, Integer> records) {
    return check(PortState.of(records));
  }

  List<Violation> check(PortState state) {
    return new PortHistoryChecker(RULES).check(build(), state);
  }
}
