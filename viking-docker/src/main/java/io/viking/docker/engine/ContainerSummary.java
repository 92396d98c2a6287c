package io.viking.docker.engine;

import io.viking.model.ExposedPort;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.immutables.value.Value;

/** What an engine lists of a container without a call for each. */
@Value.Immutable
public abstract class ContainerSummary {
  ContainerSummary() {}

  /** The engine's id of it. */
  public abstract String id();

  /** Its name, without a slash. */
  public abstract String name();

  /** The image's id, {@code sha256:...}. */
  public abstract String imageId();

  /** The state of its process. */
  public abstract ContainerFacts.State state();

  /** When it was made; empty if the engine does not tell. */
  public abstract Optional<Instant> created();

  /** Its labels. */
  public abstract Map<String, String> labels();

  /**
   * The ports of its host, on whichever address, at which it is published; none while it stands.
   */
  public abstract Set<ExposedPort> published();

  /** A builder. */
  public static Builder builder() {
    return new Builder();
  }

  /** Builds a {@link ContainerSummary}; not safe for use by several threads. */
  public static final class Builder extends ImmutableContainerSummary.Builder {
    Builder() {}
  }
}
