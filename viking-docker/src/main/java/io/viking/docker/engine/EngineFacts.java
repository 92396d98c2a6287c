package io.viking.docker.engine;

import java.time.Instant;
import java.util.Optional;
import org.immutables.value.Value;

/** What an engine says of itself. */
@Value.Immutable
public abstract class EngineFacts {
  EngineFacts() {}

  /** The engine's version: {@code 20.10.24+dfsg1}. */
  public abstract String version();

  /** The newest API that it speaks: {@code 1.41}. */
  public abstract String apiVersion();

  /** Whether containers go on while the engine is away; empty if it does not say. */
  public abstract Optional<Boolean> liveRestore();

  /** What its clock showed while it answered; empty if it does not say. */
  public abstract Optional<Instant> time();

  /** A builder. */
  public static Builder builder() {
    return new Builder();
  }

  /** Builds {@link EngineFacts}; not safe for use by several threads. */
  public static final class Builder extends ImmutableEngineFacts.Builder {
    Builder() {}
  }
}
