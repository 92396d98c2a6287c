package io.viking.docker.engine;

import io.viking.model.ExposedPort;
import io.viking.model.RestartPolicy;
import io.viking.ports.HostAndPort;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.immutables.value.Value;

/** What an engine knows of one container at one moment. */
@Value.Immutable
public abstract class ContainerFacts {
  ContainerFacts() {}

  /** The state of a container's process, in the engine's words. */
  public enum State {
    CREATED,
    RUNNING,
    PAUSED,
    RESTARTING,
    REMOVING,
    EXITED,
    DEAD
  }

  /** The result of an image's HEALTHCHECK. */
  public enum Health {
    /** The image has none. */
    NONE,
    STARTING,
    HEALTHY,
    UNHEALTHY
  }

  /** The engine's id of it, 64 hexadecimal digits. */
  public abstract String id();

  /** Its name, without a slash. */
  public abstract String name();

  /** The image's id, {@code sha256:...}. */
  public abstract String imageId();

  /** The state of its process. */
  public abstract State state();

  /** The result of its HEALTHCHECK. */
  @Value.Default
  public Health health() {
    return Health.NONE;
  }

  /** The exit code of its last run; 0 while it has not ended. */
  @Value.Default
  public int exitCode() {
    return 0;
  }

  /** How often the engine has restarted it. */
  @Value.Default
  public int restartCount() {
    return 0;
  }

  /** What the engine does when its process ends. */
  @Value.Default
  public RestartPolicy restart() {
    return new RestartPolicy(RestartPolicy.Mode.NO, 0);
  }

  /**
   * Its variables, those of the image included; no part of {@link #toString()}, since values can be
   * secrets.
   */
  @Value.Redacted
  public abstract Map<String, String> environment();

  /** Its labels, those of the image included. */
  public abstract Map<String, String> labels();

  /** Its addresses in all its networks, IPv4 and IPv6 literals; empty while it does not run. */
  public abstract List<String> addresses();

  /** From each of these addresses to the id of the network that it is in. */
  public abstract Map<String, String> networks();

  /**
   * Where its exposed ports are published, in the engine's order; a port that is exposed but not
   * published is not in it. Empty while it does not run. The host is the address bound, such as
   * {@code 0.0.0.0} for all.
   */
  public abstract Map<ExposedPort, List<HostAndPort>> published();

  /** The network it was asked to be in: {@code default}, {@code host}, a name, ... */
  @Value.Default
  public String networkMode() {
    return "default";
  }

  /** When its process was started last; empty if it never was. */
  public abstract Optional<Instant> startedAt();

  /** Whether its process runs now; one that is paused does not. */
  public boolean isRunning() {
    return state() == State.RUNNING;
  }

  /** A builder. */
  public static Builder builder() {
    return new Builder();
  }

  /** Builds {@link ContainerFacts}; not safe for use by several threads. */
  public static final class Builder extends ImmutableContainerFacts.Builder {
    Builder() {}
  }
}
