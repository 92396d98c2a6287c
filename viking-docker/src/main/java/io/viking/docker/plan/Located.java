package io.viking.docker.plan;

import io.viking.docker.plan.ActualInstance.State;
import io.viking.model.InstanceId;
import io.viking.model.Job;
import java.time.Duration;
import java.util.List;
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

  /**
   * @param wanted the job as it is to be; empty if it is not wanted any more, so that what the
   *     instance itself carries counts
   */
  Removal removal(String reason, Optional<Job> wanted) {
    return new Removal(host.host(), id(), reason, drain(wanted));
  }

  private Duration drain(Optional<Job> wanted) {
    boolean silent = instance.definition().flatMap(Job::expose).filter(List::isEmpty).isPresent();
    boolean dead = instance.state() == State.STOPPED || instance.state() == State.CREATED;
    return silent || dead
        ? Duration.ZERO
        : wanted.or(instance::definition).map(Job::drain).orElse(Job.DEFAULT_DRAIN);
  }

  /** Whether it is there for others until something else takes its place. */
  boolean serves() {
    return instance.state() == State.RUNNING || instance.state() == State.RESTARTING;
  }

  Waiting waiting(String reason) {
    return new Waiting(Optional.of(id()), reason);
  }

  /** What is wrong with its host: {@code node-2 has not answered for 15 s}. */
  String hostFault() {
    return hostName() + " " + host.state().fault().orElse("answers");
  }
}
