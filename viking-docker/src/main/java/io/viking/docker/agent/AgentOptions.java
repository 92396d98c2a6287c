package io.viking.docker.agent;

import io.viking.docker.ambassador.Balance;
import io.viking.docker.ambassador.ConnectionLimits;
import io.viking.docker.ambassador.DataPathMode;
import io.viking.docker.ambassador.Links;
import io.viking.docker.engine.EngineOptions;
import io.viking.docker.registrar.RegistrarOptions;
import io.viking.model.Health;
import io.viking.model.Host;
import io.viking.ports.ClusterStore;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.immutables.value.Value;

/** What an {@link Agent} is told. */
@Value.Immutable
public abstract class AgentOptions {
  AgentOptions() {}

  /**
   * The host, as it is announced: its {@link Host#engine()} is where other hosts reach the engine.
   */
  public abstract Host host();

  /** Where the agent itself reaches the engine; default {@link Host#engine()}. */
  @Value.Default
  public String engine() {
    return host().engine();
  }

  /** The cluster's store. Stays the caller's to close, after the agent. */
  public abstract ClusterStore store();

  /** How the engine is talked to. */
  @Value.Default
  public EngineOptions engineOptions() {
    return EngineOptions.defaults();
  }

  /**
   * The addresses to listen on. Empty: those of the engine's default bridge, which are what {@code
   * host-gateway} means to containers unless the engine was told otherwise. Never the unspecified
   * one, {@code 0.0.0.0} or {@code ::}: that is every address of the host, the public ones too.
   */
  public abstract List<InetAddress> listenAddresses();

  /** Who may connect; default {@link Links#ENFORCED}. */
  @Value.Default
  public Links links() {
    return Links.ENFORCED;
  }

  /** How an endpoint is chosen; default {@link Balance#LEAST_CONNECTIONS}. */
  @Value.Default
  public Balance balance() {
    return Balance.LEAST_CONNECTIONS;
  }

  /** Who passes connections on; default {@link DataPathMode#AUTO}. */
  @Value.Default
  public DataPathMode dataPath() {
    return DataPathMode.AUTO;
  }

  /** How many connections may be open at once; default {@link ConnectionLimits#ofThisProcess}. */
  @Value.Default
  public ConnectionLimits limits() {
    return ConnectionLimits.ofThisProcess();
  }

  /** Where each connection that has ended is written down; default nowhere. Stays the caller's. */
  public abstract Optional<AccessLog> accessLog();

  /** How an instance is probed whose definition says nothing; default {@link Health#tcp()}. */
  @Value.Default
  public Health defaultHealth() {
    return Health.tcp();
  }

  /** Reads a job's {@code health} from the text of its {@code viking.definition} label. */
  @Value.Default
  public Function<String, Optional<Health>> definitionHealth() {
    return definition -> Optional.empty();
  }

  /**
   * The folder in which the agent keeps the links known last, so that the next one listens at once:
   * in {@code agent/HOST}, so agents of several hosts may share it. Empty: it keeps nothing, and
   * listens when the engine has answered.
   */
  public abstract Optional<Path> stateFolder();

  /** What of the {@link #stateFolder} is this host's alone; need not be there yet. */
  Optional<Path> hostFolder() {
    return stateFolder().map(folder -> hostFolder(folder, host().name()));
  }

  static Path hostFolder(Path stateFolder, String host) {
    return stateFolder.resolve("agent").resolve(host);
  }

  /**
   * Whether to take over the listening sockets of this host's agent that works with the same {@link
   * #stateFolder}, which then ends: no connection is refused. Where there is none, the agent starts
   * as usual. Default false.
   */
  @Value.Default
  public boolean replace() {
    return false;
  }

  /** What the agent does for the host's firewall; empty, the default: nothing. */
  public abstract Optional<VpcOptions> vpc();

  /** Where the status is served; empty: nowhere. */
  public abstract Optional<InetSocketAddress> status();

  /** How the registrar keeps time. */
  @Value.Default
  public RegistrarOptions registrar() {
    return RegistrarOptions.defaults();
  }

  /** How long open connections may go on when the agent is closed; default 10 s. */
  @Value.Default
  public Duration drainTime() {
    return Duration.ofSeconds(10);
  }

  /** The time between two looks at the engine's bridge; default 5 s. */
  @Value.Default
  public Duration bridgeCheck() {
    return Duration.ofSeconds(5);
  }

  /** A builder; {@link #host()} and {@link #store()} are required. */
  public static Builder builder() {
    return new Builder();
  }

  @Value.Check
  void check() {
    if (bridgeCheck().isNegative() || bridgeCheck().isZero()) {
      throw new IllegalArgumentException("bridgeCheck must be positive but was " + bridgeCheck());
    }
    for (InetAddress address : listenAddresses()) {
      if (address.isAnyLocalAddress()) {
        throw new IllegalArgumentException(
            "listenAddresses must be addresses of the host but has "
                + address.getHostAddress()
                + ", which is every one, the public ones too");
      }
    }
    if (replace() && stateFolder().isEmpty()) {
      throw new IllegalArgumentException("replace needs a stateFolder, where agents meet");
    }
  }

  /** Builds {@link AgentOptions}; not safe for use by several threads. */
  public static final class Builder extends ImmutableAgentOptions.Builder {
    Builder() {}
  }
}
