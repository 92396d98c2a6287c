package io.viking.ports;

import io.etcd.jetcd.KeyValue;
import io.viking.model.PortTable;
import io.viking.model.ServicePort;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;

/**
 * The port records in etcd. What it remembers only tells which question to ask first; each answer
 * comes from etcd.
 */
final class EtcdPorts implements PortAllocator {
  private static final String ALLOCATE = "allocate ports";

  private final EtcdClient client;
  private final EtcdKeys keys;
  private final Quarantine quarantine;
  private final EtcdPortChanges changes;
  private final CallerQueue callers = new CallerQueue(PortGrant.MOST_COMPARED, this::grant);

  /** Seen recorded: to be looked up rather than granted. */
  private final Set<ServicePort> known = ConcurrentHashMap.newKeySet();

  /** Whether the last one that was not known turned out to be recorded. */
  private volatile boolean unknownWasRecorded;

  private volatile Optional<PortReading> guess = Optional.empty();

  EtcdPorts(EtcdClient client, EtcdLayout layout, EtcdKeys keys) {
    this.client = client;
    this.keys = keys;
    this.quarantine = Quarantine.of(client.options().quarantine());
    this.changes = new EtcdPortChanges(client, layout, keys);
  }

  @Override
  public PortTable allocate(Collection<ServicePort> ports) {
    Set<ServicePort> wanted = new LinkedHashSet<>(ports);
    if (wanted.isEmpty()) {
      return PortTable.empty();
    }
    Deadline deadline = client.deadline();
    boolean allKnown = known.containsAll(wanted);
    if (allKnown || unknownWasRecorded) {
      Map<ServicePort, Integer> recorded = lookUp(wanted, deadline);
      if (recorded.keySet().containsAll(wanted)) {
        return table(wanted, recorded);
      }
      unknownWasRecorded = false;
    }
    try {
      return callers.allocate(wanted, deadline);
    } catch (TimeoutException e) {
      throw EtcdFailure.unavailable(client.options(), ALLOCATE, deadline, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw EtcdFailure.interrupted(client.options(), ALLOCATE, e);
    }
  }

  /** The work of the queue's leader; one at a time. */
  private List<PortTable> grant(List<Set<ServicePort>> wishes, Deadline deadline) {
    EtcdWriter etcd = new EtcdWriter(client, keys, quarantine, deadline);
    Optional<PortReading> usable = guess;
    guess = Optional.empty();
    EtcdAllocation allocation = new EtcdAllocation(etcd, wishes);
    PortReading complete = allocation.run(usable);
    guess = Optional.of(complete.asGuess(client.options().ports()));
    unknownWasRecorded = !allocation.hasGranted();
    return wishes.stream().map(wish -> table(wish, complete.recorded())).toList();
  }

  private Map<ServicePort, Integer> lookUp(Set<ServicePort> wanted, Deadline deadline) {
    if (wanted.size() == 1) {
      ServicePort port = wanted.iterator().next();
      OptionalInt number = find(port, deadline);
      return number.isPresent() ? Map.of(port, number.getAsInt()) : Map.of();
    }
    EtcdWriter etcd = new EtcdWriter(client, keys, quarantine, deadline);
    return etcd.read(ALLOCATE, PortQuery.records(wanted)).recorded();
  }

  private PortTable table(Set<ServicePort> wanted, Map<ServicePort, Integer> recorded) {
    Map<ServicePort, Integer> numbers = new LinkedHashMap<>();
    Map<Integer, ServicePort> owners = new LinkedHashMap<>();
    for (ServicePort port : wanted) {
      int number = Objects.requireNonNull(recorded.get(port));
      ServicePort other = owners.put(number, port);
      if (other != null) {
        throw RecordedPorts.shared(keys.record(other), keys.record(port), number);
      }
      numbers.put(port, number);
    }
    known.addAll(numbers.keySet());
    return PortTable.of(numbers);
  }

  @Override
  public OptionalInt find(ServicePort port) {
    return find(port, client.deadline());
  }

  private OptionalInt find(ServicePort port, Deadline deadline) {
    List<KeyValue> found =
        client
            .call(
                "read allocated ports",
                deadline,
                etcd -> etcd.getKVClient().get(EtcdClient.bytes(keys.record(port))))
            .getKvs();
    return found.isEmpty() ? OptionalInt.empty() : OptionalInt.of(number(port, found.get(0)));
  }

  private int number(ServicePort port, KeyValue pair) {
    String value = EtcdClient.text(pair.getValue());
    int number = PortReading.number(value);
    if (number == 0) {
      throw RecordedPorts.unreadable(keys.record(port), value);
    }
    return number;
  }

  @Override
  public PortTable list() {
    List<KeyValue> records = pairs("list allocated ports", keys.records());
    // Whose a number is has to be asked only where two say that it is theirs.
    List<KeyValue> owners =
        RecordedPorts.isAnyShared(records)
            ? pairs("list allocated ports", keys.owners())
            : List.of();
    return RecordedPorts.of(keys, records, owners);
  }

  @Override
  public SortedMap<Integer, Withheld> withheld() {
    return RecordedPorts.withheld(keys, pairs("list withheld numbers", keys.withheld()));
  }

  private List<KeyValue> pairs(String what, String prefix) {
    return client.list(what, prefix).getKvs();
  }

  @Override
  public boolean release(ServicePort port) {
    known.remove(port);
    return changes.release(port);
  }

  @Override
  public void skip(Collection<Integer> numbers) {
    changes.skip(PortNumbers.check(numbers), true);
  }

  @Override
  public void unskip(Collection<Integer> numbers) {
    changes.skip(PortNumbers.check(numbers), false);
  }

  @Override
  public PortRecords export() {
    return changes.everything();
  }

  @Override
  public void restore(PortRecords records) {
    changes.add(records);
  }
}
