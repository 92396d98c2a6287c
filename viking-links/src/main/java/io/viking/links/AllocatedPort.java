package io.viking.links;

import io.viking.model.ExposedPort;

/**
 * An exposed port and the one under which the consumer reaches it.
 *
 * @param exposed the port that the target exposes: it names the variables
 * @param number the port to connect to: it is their value
 */
record AllocatedPort(ExposedPort exposed, int number) {

  /** {@code 80_TCP}: the port's part of a variable's name. */
  String nameInVariables() {
    return exposed.number() + "_" + exposed.protocol().name();
  }

  /** {@code tcp://host:1432}. */
  String url(String host) {
    return exposed.protocol().lower() + "://" + host + ":" + number;
  }

  /** Whether the other one comes right after this one, both as exposed and as allocated. */
  boolean isFollowedBy(AllocatedPort other) {
    return other.exposed.protocol() == exposed.protocol()
        && other.exposed.number() == exposed.number() + 1
        && other.number == number + 1;
  }
}
