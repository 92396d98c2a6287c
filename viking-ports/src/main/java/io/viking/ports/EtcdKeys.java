package io.viking.ports;

import io.viking.model.ServicePort;
import io.viking.model.StackName;
import java.util.Optional;

/**
 * The names of viking's keys in etcd. Pure.
 *
 * @param base what all keys start with, without a slash at its end
 */
record EtcdKeys(String base) {
  /** The allocated port of that service port. */
  String record(ServicePort port) {
    return records() + port.path();
  }

  /** The prefix of all allocated ports. */
  String records() {
    return base + "/ports/";
  }

  /** Whose that number is. */
  String owner(int number) {
    return owners() + number;
  }

  /** The prefix of all numbers' owners. */
  String owners() {
    return base + "/ports-by-number/";
  }

  /** Why that number is not given, though nobody has it. */
  String withheld(int number) {
    return withheld() + number;
  }

  /** The prefix of all numbers that are not given. */
  String withheld() {
    return base + "/ports-withheld/";
  }

  /** The version of this layout. */
  String version() {
    return base + "/version";
  }

  /** The counter. */
  String counter() {
    return base + "/ports-next";
  }

  /** The prefix of all endpoints. */
  String network() {
    return base + "/network/";
  }

  /** One endpoint. */
  String endpoint(String service, String id) {
    return network() + service + "/" + id;
  }

  /** The prefix of all hosts. */
  String hosts() {
    return base + "/hosts/";
  }

  /** One host's record. */
  String host(String name) {
    return hosts() + name;
  }

  /** The prefix of all hosts' reports. */
  String reports() {
    return base + "/reports/";
  }

  /** One host's report. */
  String report(String host) {
    return reports() + host;
  }

  /** The prefix of all drained hosts. */
  String drains() {
    return base + "/drained/";
  }

  /** Who asked for that host to be empty. */
  String drain(String host) {
    return drains() + host;
  }

  /** The prefix of all volumes' homes. */
  String volumes() {
    return base + "/volumes/";
  }

  /** The home of one volume. */
  String volume(String name) {
    return volumes() + name;
  }

  /** The prefix of all locks. */
  String locks() {
    return base + "/locks/";
  }

  /** The lock of that stack. */
  String lock(StackName stack) {
    return locks() + stack;
  }

  /** The prefix of all announced removals. */
  String removals() {
    return base + "/removals/";
  }

  /** Which instances of that stack are announced to be removed. */
  String removals(StackName stack) {
    return removals() + stack;
  }

  /** The prefix of what all hosts tell of departing instances. */
  String draining() {
    return base + "/draining/";
  }

  /** What one host tells of departing instances. */
  String draining(String host) {
    return draining() + host;
  }

  /** The prefix of all events. */
  String events() {
    return base + "/events/";
  }

  /** The event at that place of the ring. */
  String event(long place) {
    return events() + place;
  }

  /** The number of the last event. */
  String lastEvent() {
    return base + "/events-last";
  }

  /** The key by which the fingerprints of secrets are made. */
  String secretKey() {
    return base + "/secret-key";
  }

  /** The service port that a key below {@link #records()} is about; empty for any other key. */
  Optional<ServicePort> servicePort(String key) {
    if (!key.startsWith(records())) {
      return Optional.empty();
    }
    try {
      ServicePort port = ServicePort.parse(key.substring(records().length()));
      // Only the one spelling that viking writes: '080' or 'TCP' would be a second record.
      return record(port).equals(key) ? Optional.of(port) : Optional.empty();
    } catch (IllegalArgumentException notOurs) {
      return Optional.empty();
    }
  }

  /** The endpoint that a key below {@link #network()} holds; empty where viking cannot read it. */
  Optional<Endpoint> endpointAt(String key, String value) {
    String[] parts = key.substring(network().length()).split("/", -1);
    if (parts.length != 2 || !Endpoint.isKeyPart(parts[0]) || !Endpoint.isKeyPart(parts[1])) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Endpoint(parts[0], parts[1], HostAndPort.parse(value.strip())));
    } catch (IllegalArgumentException notAnAddress) {
      return Optional.empty();
    }
  }
}
