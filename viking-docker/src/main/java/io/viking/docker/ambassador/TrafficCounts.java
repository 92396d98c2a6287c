package io.viking.docker.ambassador;

import org.immutables.value.Value;

/** What went to one endpoint, or to all endpoints of one service. Counters only grow. */
@Value.Immutable
public abstract class TrafficCounts {
  TrafficCounts() {}

  /** Connections and UDP flows that have reached it. */
  public abstract long opened();

  /** How many of them are open now. */
  public abstract long active();

  /** Bytes read from clients. */
  public abstract long bytesFromClients();

  /** Bytes read from it. */
  public abstract long bytesFromEndpoints();

  /** How often it could not be connected to. */
  public abstract long failures();

  static Builder builder() {
    return new Builder();
  }

  static final class Builder extends ImmutableTrafficCounts.Builder {}
}
