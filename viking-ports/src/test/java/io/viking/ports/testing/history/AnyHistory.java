package io.viking.ports.testing.history;

import io.viking.ports.testing.history.PortCall.Answer;
import io.viking.ports.testing.history.PortCall.Operation;
import io.viking.ports.testing.history.PortCall.Outcome;
import io.viking.ports.testing.history.PortCall.Request;
import io.viking.ports.testing.history.PortCall.Span;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/** A few calls with answers drawn by lot: right or wrong, nobody knows. */
final class AnyHistory {
  private final Random random;
  private final List<String> services;
  private final int releases;

  AnyHistory(int seed, List<String> services, boolean released) {
    this.random = new Random(seed);
    this.services = services;
    this.releases = released ? random.nextInt(3) : 0;
  }

  PortHistory build() {
    return new PortHistory(IntStream.range(0, 2 + random.nextInt(5)).mapToObj(this::call).toList());
  }

  private PortCall call(int index) {
    long start = random.nextInt(20);
    Span span = new Span("p" + index, start, start + 1 + random.nextInt(8));
    int dice = random.nextInt(5);
    if (dice < releases) {
      boolean found = random.nextInt(4) > 0;
      Answer answer = new Answer(Outcome.DONE, Map.of(), Boolean.toString(found));
      return call(span, Operation.RELEASE, List.of(one()), answer);
    }
    if (dice == 3) {
      List<String> one = List.of(one());
      return call(span, Operation.FIND, one, shown(random.nextInt(3) == 0 ? List.of() : one));
    }
    if (dice == 4 && services.size() > 1) {
      return call(span, Operation.LIST, List.of(), shown(some()));
    }
    List<String> batch = new ArrayList<>(some());
    batch.add(one());
    List<String> asked = batch.stream().distinct().toList();
    return call(span, Operation.ALLOCATE, asked, shown(asked));
  }

  private PortCall call(Span span, Operation operation, List<String> asked, Answer answer) {
    boolean unknown = random.nextInt(5) == 0;
    return new PortCall(
        span,
        new Request(operation, asked),
        unknown ? new Answer(Outcome.UNKNOWN, Map.of(), "away") : answer);
  }

  private String one() {
    return services.get(random.nextInt(services.size()));
  }

  private List<String> some() {
    List<String> some = new ArrayList<>(services);
    Collections.shuffle(some, random);
    return some.subList(0, random.nextInt(services.size()));
  }

  /** With one service port, its number is drawn; with several, each has its own. */
  private Answer shown(List<String> shown) {
    Map<String, Integer> numbers = new HashMap<>();
    for (String service : shown) {
      int number = services.size() == 1 ? 1 + random.nextInt(2) : 1 + services.indexOf(service);
      numbers.put(service, number);
    }
    return new Answer(Outcome.DONE, numbers, "");
  }
}
