package io.viking.docker.registrar;

import java.time.Duration;
import org.immutables.value.Value;

/** How a {@link Registrar} keeps time. */
@Value.Immutable
public abstract class RegistrarOptions {
  RegistrarOptions() {}

  /**
   * The time between two lists of the containers; default 10 s. A list finds out what an event
   * stream has missed, and that an engine has stopped to answer.
   */
  @Value.Default
  public Duration resync() {
    return Duration.ofSeconds(10);
  }

  /** The wait before the engine is asked again after the first failure; default 250 ms. */
  @Value.Default
  public Duration firstRetry() {
    return Duration.ofMillis(250);
  }

  /**
   * The longest wait before the engine is asked again, and the wait before the store is told again
   * what it did not answer to; default 5 s.
   */
  @Value.Default
  public Duration lastRetry() {
    return Duration.ofSeconds(5);
  }

  /** How long taking back the endpoints may hold up {@link Registrar#close()}; default 10 s. */
  @Value.Default
  public Duration stopTimeout() {
    return Duration.ofSeconds(10);
  }

  /** Is told how long it takes; default nobody. */
  @Value.Default
  public RegistrarTimes times() {
    return RegistrarTimes.none();
  }

  /** The defaults. */
  public static RegistrarOptions defaults() {
    return builder().build();
  }

  /** A builder with the defaults named above. */
  public static Builder builder() {
    return new Builder();
  }

  /** Builds {@link RegistrarOptions}; not safe for use by several threads. */
  public static final class Builder extends ImmutableRegistrarOptions.Builder {
    Builder() {}
  }
}
