package io.viking.docker.plan;

import io.viking.model.ServiceName;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.immutables.value.Value;

/** What is, as far as it could be read. */
@Value.Immutable
public abstract class ActualState {
  ActualState() {}

  /**
   * The hosts that answered, sorted by name; and those whose {@link ActualHost#state()} says that
   * they do not, as they were when they did.
   */
  public abstract List<ActualHost> hosts();

  /** The names of the hosts of which nothing is known, each with the reason. */
  public abstract Map<String, String> silentHosts();

  /** The host that each volume was last used on, by volume name; may name hosts that are gone. */
  public abstract Map<String, String> volumeHomes();

  /**
   * The services that have an instance on that host: the scope of a plan that makes up for its
   * loss, or gets it drained.
   */
  public Set<ServiceName> servicesOn(String host) {
    return hosts().stream()
        .filter(actual -> actual.host().name().equals(host))
        .flatMap(actual -> actual.instances().stream())
        .map(instance -> instance.id().service())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** A builder. */
  public static Builder builder() {
    return new Builder();
  }

  /** Builds an {@link ActualState}; not safe for use by several threads. */
  public static final class Builder extends ImmutableActualState.Builder {
    Builder() {}
  }
}
