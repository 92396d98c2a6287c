package io.viking.docker.plan;

import java.util.List;
import java.util.Map;
import org.immutables.value.Value;

/** What is, as far as it could be read. */
@Value.Immutable
public abstract class ActualState {
  ActualState() {}

  /** The hosts that answered, sorted by name. */
  public abstract List<ActualHost> hosts();

  /** The names of the hosts that did not answer, each with the reason. */
  public abstract Map<String, String> silentHosts();

  /** The host that each volume was last used on, by volume name; may name hosts that are gone. */
  public abstract Map<String, String> volumeHomes();

  /** A builder. */
  public static Builder builder() {
    return new Builder();
  }

  /** Builds an {@link ActualState}; not safe for use by several threads. */
  public static final class Builder extends ImmutableActualState.Builder {
    Builder() {}
  }
}
