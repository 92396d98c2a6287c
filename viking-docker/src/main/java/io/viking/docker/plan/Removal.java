package io.viking.docker.plan;

import io.viking.model.Host;
import io.viking.model.InstanceId;
import java.time.Duration;

/**
 * A container to be stopped and removed.
 *
 * @param host where it is
 * @param instance which one
 * @param reason why, such as "the job has changed" or "surplus"
 * @param drain how long its connections may take to end before it is stopped; 0 if it has none
 */
public record Removal(Host host, InstanceId instance, String reason, Duration drain) {
  /** Refuses a negative time. */
  public Removal {
    if (drain.isNegative()) {
      throw new IllegalArgumentException("drain must not be negative: " + drain);
    }
  }
}
