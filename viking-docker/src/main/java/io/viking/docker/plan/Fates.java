package io.viking.docker.plan;

import io.viking.model.InstanceId;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Instances of which it is settled whether they stay, so that they are not compared with their job.
 *
 * @param staying they stay as long as they run
 * @param going they go, each with the reason
 */
public record Fates(Set<InstanceId> staying, Map<InstanceId, String> going) {
  /** None: every instance is compared with its job. */
  public static final Fates OPEN = new Fates(Set.of(), Map.of());

  /** Copies both. */
  public Fates {
    staying = Set.copyOf(staying);
    going = Map.copyOf(going);
  }

  /** Why it goes; empty if it does not, or that is not settled. */
  Optional<String> reasonToGo(InstanceId instance) {
    return Optional.ofNullable(going.get(instance));
  }
}
