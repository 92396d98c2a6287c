package io.viking.docker.plan;

import io.viking.model.InstanceId;
import io.viking.model.Job;
import io.viking.model.placement.Resources;
import java.time.Instant;
import java.util.Optional;
import org.immutables.value.Value;

/** A container of viking's, as an engine reports it. */
@Value.Immutable
public abstract class ActualInstance {
  ActualInstance() {}

  /** What the container's process is doing. */
  public enum State {
    /** Made, not started yet. */
    CREATED,
    /** Its process runs. */
    RUNNING,
    /** Its process ended and the engine will start it again. */
    RESTARTING,
    /** Its process ended, or it is paused, or the engine could not make sense of it. */
    STOPPED,
    /**
     * An earlier deployment announced its removal and did not confirm it: it may be stopped at any
     * moment. No engine reports that.
     */
    DEPARTING
  }

  /** Which instance it is, by its labels. */
  public abstract InstanceId id();

  /** What its process is doing. */
  public abstract State state();

  /** The {@code viking.spec} label; empty text if it is missing. */
  public abstract String specHash();

  /** The job as it was deployed, from the {@code viking.definition} label; empty if unreadable. */
  public abstract Optional<Job> definition();

  /** The id of the image it was made from, {@code sha256:...}. */
  public abstract String imageId();

  /** When it was made; empty if the engine does not tell. */
  public abstract Optional<Instant> created();

  /** What it asks for; what its {@link #definition()} says where not given. */
  @Value.Default
  public Resources asked() {
    return definition().map(Resources::of).orElse(Resources.NONE);
  }

  /** A builder. */
  public static Builder builder() {
    return new Builder();
  }

  /** Builds an {@link ActualInstance}; not safe for use by several threads. */
  public static final class Builder extends ImmutableActualInstance.Builder {
    Builder() {}
  }
}
