package io.viking.docker.plan;

import io.viking.model.InstanceId;
import java.util.Optional;

/**
 * An instance and where it is.
 *
 * @param host the host
 * @param instance what is on it
 */
record Located(ActualHost host, ActualInstance instance) {
  InstanceId id() {
    return instance.id();
  }

  String hostName() {
    return host.host().name();
  }

  Kept kept() {
    return new Kept(host.host(), id());
  }

  Removal removal(String reason) {
    return new Removal(host.host(), id(), reason);
  }

  Waiting waiting(String reason) {
    return new Waiting(Optional.of(id()), reason);
  }

  /** What is wrong with its host: {@code node-2 has not answered for 15 s}. */
  String hostFault() {
    return hostName() + " " + host.state().fault().orElse("answers");
  }
}
