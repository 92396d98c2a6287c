package io.viking.docker.bootstrap;

import io.viking.docker.engine.EngineOptions;
import io.viking.model.Host;
import io.viking.ports.EtcdOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.immutables.value.Value;

/** What agents are started with. */
@Value.Immutable
public abstract class BootstrapOptions {
  /** The agent's entry point. */
  public static final String AGENT_MAIN = "io.viking.docker.agent.AgentMain";

  private static final String DEFAULT_SOCKET = "unix:///var/run/docker.sock";

  BootstrapOptions() {}

  /** The members of etcd, {@code host:port} or URLs; empty: a single host with a local store. */
  public abstract List<String> etcd();

  /** What all keys in etcd start with; default {@code /viking}. */
  @Value.Default
  public String baseKey() {
    return "/viking";
  }

  /**
   * How the agents get at etcd: TLS and user. Its files, and its password, are put into files of
   * the agents' containers, where only whoever may command the engine sees them; the other settings
   * of these options are not the agents'. Empty: neither TLS nor a user.
   */
  public abstract Optional<EtcdOptions> etcdAccess();

  /**
   * The agent's folder on the host, where {@code {host}} stands for the host's name; default {@code
   * /var/lib/viking}.
   */
  @Value.Default
  public Path stateFolder() {
    return Path.of("/var/lib/viking");
  }

  /**
   * Variables beside those that are set from the host and these options; they win. No part of
   * {@link #toString()}, since values can be secrets.
   */
  @Value.Redacted
  public abstract Map<String, String> environment();

  /** How engines are talked to. */
  @Value.Default
  public EngineOptions engine() {
    return EngineOptions.defaults();
  }

  /**
   * The engine's address as the agent sees it on its host; a {@code unix://} one is mounted. Empty:
   * the host's own address, but the socket {@code /var/run/docker.sock} where that one needs
   * certificates, which stay here.
   */
  public abstract Optional<Function<Host, String>> engineForAgent();

  /** How many hosts are worked on at once; default 4. */
  @Value.Default
  public int parallelism() {
    return 4;
  }

  /** How long an agent may take from its start to its host record; default 30 s. */
  @Value.Default
  public Duration readyTimeout() {
    return Duration.ofSeconds(30);
  }

  /** The defaults, for agents that use those members of etcd. */
  public static BootstrapOptions of(List<String> etcd) {
    return builder().etcd(etcd).build();
  }

  /** A builder. */
  public static Builder builder() {
    return new Builder();
  }

  @Value.Check
  void check() {
    if (parallelism() < 1) {
      throw new IllegalArgumentException("parallelism must be 1 or more but was " + parallelism());
    }
  }

  String agentsFolder(Host host) {
    return stateFolder().toString().replace("{host}", host.name());
  }

  String agentsEngine(Host host) {
    if (engineForAgent().isPresent()) {
      return engineForAgent().get().apply(host);
    }
    boolean local = host.engine().startsWith("unix://");
    return local || engine().certificates().isEmpty() ? host.engine() : DEFAULT_SOCKET;
  }

  /** Builds {@link BootstrapOptions}; not safe for use by several threads. */
  public static final class Builder extends ImmutableBootstrapOptions.Builder {
    Builder() {}
  }
}
