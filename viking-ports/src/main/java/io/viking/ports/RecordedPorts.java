package io.viking.ports;

import io.etcd.jetcd.KeyValue;
import io.viking.model.PortTable;
import io.viking.model.ServicePort;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads all records at once; one that cannot be read is left out, so that it hurts no other. */
final class RecordedPorts {
  private static final Logger LOG = LoggerFactory.getLogger(RecordedPorts.class);

  private RecordedPorts() {}

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
