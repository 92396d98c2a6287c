package io.viking.docker.plan;

import io.viking.model.Host;
import io.viking.model.placement.HostState;
import io.viking.model.placement.Resources;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.immutables.value.Value;

/** What an engine reports of its host. */
@Value.Immutable
public abstract class ActualHost {
  ActualHost() {}

  /** The host. */
  public abstract Host host();

  /** Viking's containers on it, running or not, sorted by id. */
  public abstract List<ActualInstance> instances();

  /** The names of its volumes. */
  public abstract Set<String> volumes();

  /** Its images: from each name ({@code repository:tag}) to the image's id. */
  public abstract Map<String, String> images();

  /**
   * The gateway address of its default bridge: what ports are published on if it has no address.
   */
  public abstract Optional<String> bridgeAddress();

  /**
   * Whether it can be counted on; {@link HostState#UP} where not given. Of a host that does not
   * answer, all else is what it reported last.
   */
  @Value.Default
  public HostState state() {
    return HostState.UP;
  }

  /** What it has for instances to ask for; empty if its engine does not tell. */
  public abstract Optional<Resources> capacity();

  /** A builder. */
  public static Builder builder() {
    return new Builder();
  }

  /** Builds an {@link ActualHost}; not safe for use by several threads. */
  public static final class Builder extends ImmutableActualHost.Builder {
    Builder() {}
  }
}
