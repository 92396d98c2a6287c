package io.viking.examples.bench;

import java.util.List;

/**
 * Where a contestant works.
 *
 * @param etcd the members' URLs, separated by commas
 * @param baseKey what all its keys start with; nobody else's do
 * @param stack the stack of its services: one a process, so that processes do not share services
 */
record Target(String etcd, String baseKey, String stack) {
  List<String> endpoints() {
    return List.of(etcd.split(",", -1));
  }

  /** The key where viking records a service port's number. */
  String record(int service) {
    return baseKey + "/ports/" + Services.path(stack, service);
  }

  /** The key where viking records whose a number is. */
  String owner(String number) {
    return baseKey + "/ports-by-number/" + number;
  }
}
