package io.viking.ports;

import io.etcd.jetcd.KeyValue;
import io.viking.model.PortTable;
import io.viking.model.ServicePort;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads all records at once; one that cannot be read is left out, so that it hurts no other. */
final class RecordedPorts {
  private static final int MOST_NAMED = 10;

  private static final Logger LOG = LoggerFactory.getLogger(RecordedPorts.class);

  private RecordedPorts() {}

  /** What to do about records that cannot be read. */
  enum Unreadable {
    LEFT_OUT,
    REFUSED
  }

  /**
   * The readable records; of two with one number the older one.
   *
   * @throws CorruptStoreException if there are others, and they are refused
   */
  static PortTable of(EtcdKeys keys, List<KeyValue> pairs, Unreadable unreadable) {
    List<String> others = new ArrayList<>();
    PortTable table = read(keys, pairs, List.of(), others);
    if (!others.isEmpty() && unreadable == Unreadable.REFUSED) {
      throw new CorruptStoreException(
          ("%d of the %d keys below %s in etcd cannot be read, or share a number with another one:"
                  + " %s%s.%n  Fix: put right or delete those keys.")
              .formatted(
                  others.size(),
                  pairs.size(),
                  keys.records(),
                  others.stream().limit(3).map(Excerpt::of).collect(Collectors.joining(", ")),
                  others.size() > 3 ? ", ..." : ""),
          null);
    }
    return table;
  }

  /**
   * The readable records; of two with one number the one that its owner's key names, else the older
   * one.
   */
  static PortTable of(EtcdKeys keys, List<KeyValue> pairs, List<KeyValue> owners) {
    List<String> others = new ArrayList<>();
    PortTable table = read(keys, pairs, owners, others);
    warn(
        others.stream()
            .map(key -> key + " is left out: not a service port with a number of its own")
            .toList());
    return table;
  }

  /** Whether two records, readable or not, hold the same number. */
  static boolean isAnyShared(List<KeyValue> pairs) {
    BitSet numbers = new BitSet();
    for (KeyValue pair : pairs) {
      int number = number(pair);
      if (number > 0 && numbers.get(number)) {
        return true;
      }
      numbers.set(number);
    }
    return false;
  }

  private static PortTable read(
      EtcdKeys keys, List<KeyValue> pairs, List<KeyValue> owners, List<String> others) {
    Map<ServicePort, Integer> table = new HashMap<>();
    Set<Integer> numbers = new HashSet<>();
    inOrder(keys, pairs, owners)
        .forEach(
            pair -> {
              String key = EtcdClient.text(pair.getKey());
              int number = number(pair);
              var port = keys.servicePort(key);
              if (port.isPresent() && number > 0 && numbers.add(number)) {
                table.put(port.get(), number);
              } else {
                others.add(key);
              }
            });
    return PortTable.of(table);
  }

  /** By age, but first those that their number's owner key names. */
  private static Stream<KeyValue> inOrder(
      EtcdKeys keys, List<KeyValue> pairs, List<KeyValue> owners) {
    Stream<KeyValue> byAge =
        pairs.stream().sorted(Comparator.comparingLong(KeyValue::getCreateRevision));
    if (owners.isEmpty()) {
      return byAge;
    }
    Set<String> owned =
        owners.stream()
            .map(owner -> EtcdClient.text(owner.getKey()) + "=" + EtcdClient.text(owner.getValue()))
            .collect(Collectors.toSet());
    Map<Boolean, List<KeyValue>> named =
        byAge.collect(Collectors.partitioningBy(pair -> owned.contains(claim(keys, pair))));
    return Stream.of(true, false).flatMap(is -> named.getOrDefault(is, List.of()).stream());
  }

  /** What the owner's key would say if the number were that record's. */
  private static String claim(EtcdKeys keys, KeyValue pair) {
    String path =
        keys.servicePort(EtcdClient.text(pair.getKey())).map(ServicePort::path).orElse("");
    return keys.owner(number(pair)) + "=" + path;
  }

  private static int number(KeyValue pair) {
    return PortReading.number(EtcdClient.text(pair.getValue()));
  }

  /** The numbers that are not given; keys that are no number are left out. */
  static SortedMap<Integer, Withheld> withheld(EtcdKeys keys, List<KeyValue> pairs) {
    SortedMap<Integer, Withheld> numbers = new TreeMap<>();
    List<String> others = new ArrayList<>();
    for (KeyValue pair : pairs) {
      String key = EtcdClient.text(pair.getKey());
      int number = PortReading.number(key.substring(keys.withheld().length()));
      if (number > 0) {
        numbers.put(number, withheld(key, EtcdClient.text(pair.getValue()), others));
      } else {
        others.add(key + " is left out: not a number from 1 to 65535");
      }
    }
    warn(others);
    return Collections.unmodifiableSortedMap(numbers);
  }

  /** What a number's key says; one that cannot be read is never given, so that it hurts nobody. */
  static Withheld withheld(String key, String value) {
    List<String> others = new ArrayList<>();
    Withheld withheld = withheld(key, value, others);
    warn(others);
    return withheld;
  }

  private static Withheld withheld(String key, String value, List<String> others) {
    try {
      return Withheld.parse(value);
    } catch (IllegalArgumentException e) {
      others.add(key + " counts as skipped: " + e.getMessage());
      return Withheld.skippedNumber();
    }
  }

  /** A few of them, since there may be as many as there are keys, at each reading. */
  private static void warn(List<String> others) {
    others.stream().limit(MOST_NAMED).forEach(key -> LOG.warn("etcd key {}", Excerpt.line(key)));
    if (others.size() > MOST_NAMED) {
      LOG.warn("and {} keys more; `viking doctor` names them", others.size() - MOST_NAMED);
    }
  }

  static CorruptStoreException shared(String one, String other, int number) {
    return new CorruptStoreException(
        "etcd keys %s and %s both hold %d, which must be one service's alone.%n  Fix: %s"
            .formatted(
                one, other, number, "delete the younger of the two keys for it to get a new one."),
        null);
  }

  static CorruptStoreException unreadable(String key, String value) {
    return new CorruptStoreException(
        "etcd key %s holds '%s', which is not a port.%n  Fix: %s"
            .formatted(
                key,
                Excerpt.of(value),
                "put the service's number there, or delete the key for it to get a new one."),
        null);
  }
}
