package io.viking.ports;

import io.viking.model.Finding;
import io.viking.model.ServicePort;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Whether the records of ports and the owners of numbers say the same. Pure; used once. */
final class PortKeysCheck {
  private static final String SUBJECT = "ports";

  private final EtcdKeys keys;
  private final Map<String, String> records;
  private final Map<String, String> owners;
  private final List<Finding> findings = new ArrayList<>();
  private final Map<Integer, String> holders = new TreeMap<>();

  /**
   * @param records the keys below {@link EtcdKeys#records} with their values, of the same moment as
   * @param owners those below {@link EtcdKeys#owners}
   */
  PortKeysCheck(EtcdKeys keys, Map<String, String> records, Map<String, String> owners) {
    this.keys = keys;
    this.records = new TreeMap<>(records);
    this.owners = new TreeMap<>(owners);
  }

  /** What is wrong; empty if nothing is. */
  List<Finding> findings() {
    records.forEach(this::checkRecord);
    owners.forEach(this::checkOwner);
    return findings;
  }

  private void checkRecord(String key, String value) {
    Optional<ServicePort> port = keys.servicePort(key);
    int number = PortReading.number(value);
    if (port.isEmpty() || number == 0) {
      error(
          "key " + key + " holds '" + Excerpt.of(value) + "', which viking cannot read.",
          port.isEmpty()
              ? "delete the key; viking did not write it: " + delete(key)
              : "put the number there that ports-by-number has for it, or delete the key for the"
                  + " service to get a new number.");
      return;
    }
    String other = holders.putIfAbsent(number, key);
    if (other != null) {
      error(
          "keys " + other + " and " + key + " both hold " + number + ".",
          "see which of the two services ports-by-number/"
              + number
              + " names, delete the other one's key, and deploy that service's consumers again.");
      return;
    }
    checkOwnerOf(port.get(), number);
  }

  private void checkOwnerOf(ServicePort port, int number) {
    String owner = owners.get(keys.owner(number));
    if (owner == null) {
      error(
          port
              + " has "
              + number
              + ", but key "
              + keys.owner(number)
              + " is missing, so that the"
              + " number can be given to another service.",
          "etcdctl put " + keys.owner(number) + " " + port.path());
    } else if (!owner.equals(port.path())) {
      error(
          port
              + " has "
              + number
              + ", but key "
              + keys.owner(number)
              + " says '"
              + Excerpt.of(owner)
              + "'.",
          "if no other record has the number: etcdctl put "
              + keys.owner(number)
              + " "
              + port.path());
    }
  }

  private void checkOwner(String key, String value) {
    int number = PortReading.number(key.substring(keys.owners().length()));
    if (number == 0 || !keys.owner(number).equals(key)) {
      error("key " + key + " names no number.", "delete the key: " + delete(key));
      return;
    }
    String record = keys.records() + value;
    if (keys.servicePort(record).isEmpty()) {
      error(
          "key " + key + " holds '" + Excerpt.of(value) + "', which is no service's port.",
          "put the path of the service port there that has " + number + ", or delete the key.");
    } else if (!records.containsKey(record)) {
      error(
          number
              + " belongs to "
              + value
              + " by key "
              + key
              + ", but key "
              + record
              + " is missing, so that the service would get another number.",
          "etcdctl put " + record + " " + number);
    }
  }

  private void error(String what, String fix) {
    findings.add(Finding.error(SUBJECT, Excerpt.line(what), Excerpt.line(fix)));
  }

  private static String delete(String key) {
    return "etcdctl del " + Excerpt.quoted(key);
  }
}
