package io.viking.docker.ambassador;

import java.util.List;
import java.util.Map;
import org.immutables.value.Value;

/** What an {@link Ambassador} does, at one moment. Counters start at 0 and only grow. */
@Value.Immutable
public abstract class AmbassadorStatus {
  AmbassadorStatus() {}

  /** The wanted listeners, sorted by port. */
  public abstract List<ListenerStatus> listeners();

  /** TCP connections and UDP flows that came in, the refused ones included. */
  public abstract long accepted();

  /** TCP connections and UDP flows that are open now, the waiting ones included. */
  public abstract long active();

  /** How many of them wait for their source to be looked up. */
  public abstract long held();

  /** How many were refused, for every reason. */
  public abstract Map<Refusal, Long> refused();

  /** Bytes read from clients. */
  public abstract long bytesFromClients();

  /** Bytes read from endpoints. */
  public abstract long bytesFromEndpoints();

  /** How many connections were reset because nothing moved for the idle time-out. */
  public abstract long idled();

  /** How often accepting or opening a socket failed here: mostly a want of file descriptors. */
  public abstract long localFailures();

  /** How often connecting to an endpoint failed, by registry name; sorted. */
  public abstract Map<String, Long> failures();

  /** Which data path is in use. Connections that the kernel takes are in no other number here. */
  public abstract DataPathStatus dataPath();

  static Builder builder() {
    return new Builder();
  }

  static final class Builder extends ImmutableAmbassadorStatus.Builder {}
}
