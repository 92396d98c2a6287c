package io.viking.ports;

import io.etcd.jetcd.kv.TxnResponse;
import io.viking.model.ServicePort;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * One allocation of the service ports of several callers: gives numbers to those that have none,
 * and begins again from what it then reads where another allocator was faster. Used once, by one
 * thread.
 */
final class EtcdAllocation {
  private static final String WHAT = "allocate ports";

  private final EtcdWriter etcd;
  private final List<Set<ServicePort>> wishes;
  private final Set<ServicePort> wanted = new LinkedHashSet<>();

  /**
   * The numbers behind which this allocation has moved the counter; nobody else is given them. They
   * outlive a transaction where the batch is larger than one.
   */
  private Map<ServicePort, Integer> reserved = Map.of();

  private boolean granted;

  /**
   * @param wishes each is given consecutive numbers; only a single one may have more than {@link
   *     PortGrant#MOST_COMPARED} service ports
   */
  EtcdAllocation(EtcdWriter etcd, List<Set<ServicePort>> wishes) {
    this.etcd = etcd;
    this.wishes = wishes;
    wishes.forEach(wanted::addAll);
  }

  /** Records what is missing, beginning with a guess, if there is a usable one. */
  PortReading run(Optional<PortReading> guess) {
    PortReading reading =
        guess
            .filter(any -> wanted.size() <= PortGrant.MOST_COMPARED)
            .map(usable -> usable.asking(wanted))
            .orElseGet(() -> etcd.read(WHAT, PortQuery.from(expected(guess), wanted, range())));
    while (!reading.recorded().keySet().containsAll(wanted)) {
      reading = step(reading);
    }
    return reading;
  }

  /** Whether there was anything to record. */
  boolean hasGranted() {
    return granted;
  }

  private static int expected(Optional<PortReading> guess) {
    return guess.map(PortReading::next).orElse(0);
  }

  private PortReading step(PortReading reading) {
    List<List<ServicePort>> missing = missing(reading);
    List<ServicePort> all = missing.stream().flatMap(List::stream).toList();
    if (isReserved(all, reading)) {
      return commit(reserved, all, reading.next(), reading);
    }
    Optional<Plan> plan = plan(missing, reading);
    return plan.isPresent()
        ? commit(plan.get().numbers(), all, plan.get().next(), reading)
        : etcd.read(WHAT, reading.query().further(reading.next(), range()));
  }

  /** What each wish still lacks; a service port that is wished for twice counts once. */
  private List<List<ServicePort>> missing(PortReading reading) {
    Set<ServicePort> seen = new LinkedHashSet<>(reading.recorded().keySet());
    List<List<ServicePort>> missing = new ArrayList<>();
    for (Set<ServicePort> wish : wishes) {
      List<ServicePort> lacking = wish.stream().filter(seen::add).toList();
      if (!lacking.isEmpty()) {
        missing.add(lacking);
      }
    }
    return missing;
  }

  /** False also where somebody wrote over the reservation by hand. */
  private boolean isReserved(List<ServicePort> missing, PortReading reading) {
    if (!reserved.keySet().containsAll(missing)) {
      return false;
    }
    BitSet unavailable = reading.unavailable(etcd.now());
    return missing.stream().noneMatch(port -> unavailable.get(number(reserved, port)));
  }

  /**
   * @param next where the counter stands afterwards
   */
  private record Plan(Map<ServicePort, Integer> numbers, int next) {}

  /** Empty where the reading shows too little to decide. */
  private Optional<Plan> plan(List<List<ServicePort>> missing, PortReading reading) {
    Map<ServicePort, Integer> numbers = new LinkedHashMap<>();
    BitSet unavailable = reading.unavailable(etcd.now());
    int next = reading.next();
    for (List<ServicePort> wish : missing) {
      if (!reading.query().isEverything() && !showsRun(reading, next, wish.size(), unavailable)) {
        return Optional.empty();
      }
      PortChooser.Choice choice = PortChooser.choose(range(), next, wish.size(), unavailable);
      for (int i = 0; i < wish.size(); i++) {
        numbers.put(wish.get(i), choice.numbers().get(i));
        unavailable.set(choice.numbers().get(i));
      }
      next = choice.next();
    }
    return Optional.of(new Plan(numbers, next));
  }

  private boolean showsRun(PortReading reading, int next, int wanted, BitSet unavailable) {
    int from = PortChooser.start(range(), next);
    PortRange window = reading.query().window();
    return window.contains(from) && PortChooser.run(from, window.last(), wanted, unavailable) >= 0;
  }

  private PortReading commit(
      Map<ServicePort, Integer> plan, List<ServicePort> missing, int next, PortReading reading) {
    Map<ServicePort, Integer> chunk = new LinkedHashMap<>();
    Map<Integer, Optional<Withheld>> freed = new LinkedHashMap<>();
    for (ServicePort port : missing) {
      if (2 * chunk.size() + freed.size() + 3 > PortGrant.MOST_KEYS) {
        break;
      }
      int number = number(plan, port);
      chunk.put(port, number);
      if (reading.isWithheld(number)) {
        freed.put(number, Optional.empty());
      }
    }
    PortGrant grant = new PortGrant(new PortDifference(chunk, freed, true), next, reading);
    TxnResponse answer = etcd.commit(WHAT, grant);
    if (answer.isSucceeded()) {
      reserved = plan;
      granted = true;
      return reading.after(grant, answer.getHeader().getRevision());
    }
    PortReading fresh = etcd.reading(reading.query(), answer);
    if (!fresh.recorded().keySet().containsAll(wanted)) {
      etcd.pauseAfterConflict(WHAT);
    }
    return fresh;
  }

  private PortRange range() {
    return etcd.range();
  }

  private static int number(Map<ServicePort, Integer> numbers, ServicePort port) {
    return Objects.requireNonNull(numbers.get(port));
  }
}
