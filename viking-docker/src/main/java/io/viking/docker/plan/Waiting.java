package io.viking.docker.plan;

import io.viking.model.InstanceId;
import java.util.Optional;

/**
 * Something that cannot be done now.
 *
 * @param instance the container that stays as it is, or is missed; empty if there is none yet
 * @param reason why, such as "node-2 has not answered for 15 s, and has volume 'app_db_data'"
 */
public record Waiting(Optional<InstanceId> instance, String reason) {
  /** {@code app_db_a6df32 waits: node-2 has not answered for 15 s}. */
  @Override
  public String toString() {
    return instance.map(InstanceId::toString).orElse("a new instance") + " waits: " + reason;
  }
}
