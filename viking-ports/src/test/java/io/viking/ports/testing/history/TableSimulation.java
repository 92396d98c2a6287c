package io.viking.ports.testing.history;

import io.viking.ports.PortRange;
import io.viking.ports.testing.history.PortCall.Answer;
import io.viking.ports.testing.history.PortCall.Operation;
import io.viking.ports.testing.history.PortCall.Outcome;
import io.viking.ports.testing.history.PortCall.Request;
import io.viking.ports.testing.history.PortCall.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * One table of ports, and calls of it that overlap: each happens at one moment, and its span is
 * drawn around that. Some are not answered; of those some happen and some do not.
 */
final class TableSimulation {
  static final PortRules RULES =
      new PortRules(new PortRange(100, 9999), Duration.ofHours(1), Duration.ofHours(1));

  private static final int SPREAD = 60;

  private final Random random;
  private final Map<String, Integer> table = new LinkedHashMap<>();
  private int next = 100;

  TableSimulation(int seed) {
    this.random = new Random(seed);
  }

  /** What it holds now. */
  Map<String, Integer> records() {
    return Map.copyOf(table);
  }

  /** Whether that service port is never released. */
  static boolean isKept(String service) {
    return !service.startsWith("released");
  }

  PortHistory run(int calls) {
    return new PortHistory(IntStream.range(0, calls).mapToObj(i -> call(10L * i)).toList());
  }

  private PortCall call(long moment) {
    Request request = request(moment);
    Span span = new Span("p", moment - random.nextInt(SPREAD), moment + 1 + random.nextInt(SPREAD));
    if (random.nextInt(6) > 0) {
      return new PortCall(span, request, answer(request));
    }
    if (random.nextBoolean()) {
      answer(request);
    }
    return new PortCall(span, request, new Answer(Outcome.UNKNOWN, Map.of(), "away"));
  }

  private Request request(long moment) {
    return switch (random.nextInt(7)) {
      case 0 -> new Request(Operation.LIST, List.of());
      case 1 -> new Request(Operation.RELEASE, List.of(released()));
      case 2 -> new Request(Operation.ALLOCATE, List.of(released()));
      case 3 -> new Request(Operation.ALLOCATE, batch(moment));
      case 4 -> new Request(Operation.ALLOCATE, List.of(single(moment)));
      case 5 ->
          new Request(Operation.FIND, List.of(random.nextBoolean() ? released() : single(moment)));
      default -> new Request(Operation.FIND, List.of(batch(moment).get(0)));
    };
  }

  private String released() {
    return "released/r" + random.nextInt(2);
  }

  private String single(long moment) {
    return "single/s" + moment / 200 + "-" + random.nextInt(2);
  }

  private List<String> batch(long moment) {
    int first = random.nextInt(3);
    List<String> batch = new ArrayList<>();
    IntStream.range(first, first + 3).forEach(i -> batch.add("batch/b" + moment / 200 + "-" + i));
    return batch;
  }

  private Answer answer(Request request) {
    return switch (request.operation()) {
      case LIST -> new Answer(Outcome.DONE, records(), "");
      case RELEASE -> {
        boolean found = table.remove(request.services().get(0)) != null;
        yield new Answer(Outcome.DONE, Map.of(), Boolean.toString(found));
      }
      case ALLOCATE -> {
        request.services().forEach(service -> table.computeIfAbsent(service, any -> next++));
        yield new Answer(Outcome.DONE, shown(request), "");
      }
      case FIND -> new Answer(Outcome.DONE, shown(request), "");
    };
  }

  private Map<String, Integer> shown(Request request) {
    Map<String, Integer> shown = new LinkedHashMap<>(table);
    shown.keySet().retainAll(request.services());
    return shown;
  }
}
