package io.viking.docker.plan;

import io.viking.links.Clash;
import io.viking.model.ExposedPort;
import io.viking.model.ServiceName;
import java.util.List;
import org.immutables.value.Value;

/** What happens to one service: which of its containers stay, start and go. */
@Value.Immutable
public abstract class ServiceChange {
  ServiceChange() {}

  /** The service. */
  public abstract ServiceName service();

  /** The ports that its instances have to be reachable on before the change is done. */
  public abstract List<ExposedPort> ports();

  /** The containers that stay. */
  public abstract List<Kept> kept();

  /** The containers to start. */
  public abstract List<Start> starts();

  /** The containers to remove. */
  public abstract List<Removal> removals();

  /** What cannot be done now, and stays as it is until it can. */
  public abstract List<Waiting> waiting();

  /**
   * Whether removals come before starts, because old and new share a volume; otherwise the old ones
   * go when the new ones are reachable.
   */
  @Value.Default
  public boolean removesFirst() {
    return false;
  }

  /** How many containers are replaced at a time; at least 1. */
  @Value.Default
  public int parallelism() {
    return 1;
  }

  /** The job's own variables that take the place of generated ones. */
  public abstract List<Clash> clashes();

  @Value.Check
  void check() {
    if (parallelism() < 1) {
      throw new IllegalArgumentException("parallelism must be at least 1: " + parallelism());
    }
  }

  /** Whether nothing is started and nothing removed; something may wait all the same. */
  public boolean isEmpty() {
    return starts().isEmpty() && removals().isEmpty();
  }

  /** A builder. */
  public static Builder builder() {
    return new Builder();
  }

  /** Builds a {@link ServiceChange}; not safe for use by several threads. */
  public static final class Builder extends ImmutableServiceChange.Builder {
    Builder() {}
  }
}
