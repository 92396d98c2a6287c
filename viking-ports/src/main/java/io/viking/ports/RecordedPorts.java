package io.viking.ports;

import io.etcd.jetcd.KeyValue;
import io.viking.model.PortTable;
import io.viking.model.ServicePort;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads all records at once; one that cannot be read is left out, so that it hurts no other. */
final class RecordedPorts {
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
    PortTable table = of(keys, pairs);
    int others = pairs.size() - table.asMap().size();
    if (others > 0 && unreadable == Unreadable.REFUSED) {
      throw new CorruptStoreException(
          ("%d of the %d keys below %s in etcd cannot be read, or share a number with another one;"
                  + " the log names them.%n  Fix: put right or delete those keys.")
              .formatted(others, pairs.size(), keys.records()),
          null);
    }
    return table;
  }

  /** The readable records; of two with one number the older one. */
  static PortTable of(EtcdKeys keys, List<KeyValue> pairs) {
    Map<ServicePort, Integer> table = new HashMap<>();
    Set<Integer> numbers = new HashSet<>();
    pairs.stream()
        .sorted(Comparator.comparingLong(KeyValue::getCreateRevision))
        .forEach(
            pair -> {
              String key = EtcdClient.text(pair.getKey());
              int number = PortReading.number(EtcdClient.text(pair.getValue()));
              var port = keys.servicePort(key);
              if (port.isPresent() && number > 0 && numbers.add(number)) {
                table.put(port.get(), number);
              } else {
                LOG.warn(
                    "etcd key {} is left out: not a service port with a number of its own", key);
              }
            });
    return PortTable.of(table);
  }

  /** The numbers that are not given; keys that are no number are left out. */
  static SortedMap<Integer, Withheld> withheld(EtcdKeys keys, List<KeyValue> pairs) {
    SortedMap<Integer, Withheld> numbers = new TreeMap<>();
    for (KeyValue pair : pairs) {
      String key = EtcdClient.text(pair.getKey());
      int number = PortReading.number(key.substring(keys.withheld().length()));
      if (number > 0) {
        numbers.put(number, withheld(key, EtcdClient.text(pair.getValue())));
      } else {
        LOG.warn("etcd key {} is left out: not a number from 1 to 65535", key);
      }
    }
    return Collections.unmodifiableSortedMap(numbers);
  }

  /** What a number's key says; one that cannot be read is never given, so that it hurts nobody. */
  static Withheld withheld(String key, String value) {
    try {
      return Withheld.parse(value);
    } catch (IllegalArgumentException e) {
      LOG.warn("etcd key {} counts as skipped: {}", key, e.getMessage());
      return Withheld.skippedNumber();
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
                value.length() > 40 ? value.substring(0, 40) + "..." : value,
                "put the service's number there, or delete the key for it to get a new one."),
        null);
  }
}
