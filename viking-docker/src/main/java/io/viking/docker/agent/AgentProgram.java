package io.viking.docker.agent;

import io.viking.docker.ambassador.ConnectionLimits;
import io.viking.docker.engine.EngineException;
import io.viking.docker.firewall.FirewallException;
import io.viking.model.Health;
import io.viking.ports.ClusterStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An agent as a process of its own, settings from the environment and from arguments. Writes to
 * SLF4J only.
 *
 * <p>Settings, each as a variable and as an option: {@code VIKING_ETCD} ({@code --etcd}), {@code
 * VIKING_KEY} ({@code --key}), {@code VIKING_DEADLINE} ({@code --deadline}), {@code VIKING_ETCD_CA}
 * ({@code --etcd-ca}), {@code VIKING_ETCD_CERT} ({@code --etcd-cert}), {@code VIKING_ETCD_CERT_KEY}
 * ({@code --etcd-key-file}), {@code VIKING_ETCD_SERVER_NAME} ({@code --etcd-server-name}), {@code
 * VIKING_ETCD_USER} ({@code --etcd-user}), {@code VIKING_ETCD_PASSWORD_FILE} ({@code
 * --etcd-password-file}), {@code VIKING_ETCD_PASSWORD} (no option), {@code VIKING_HOME} ({@code
 * --home}), {@code HOSTNAME} ({@code --name}), {@code VIKING_IP} ({@code --ip}), {@code
 * VIKING_TAGS} ({@code --tags}), {@code DOCKER_HOST} ({@code --docker}), {@code VIKING_ENGINE}
 * ({@code --engine}), {@code VIKING_LISTEN} ({@code --listen}), {@code VIKING_LINKS} ({@code
 * --links}), {@code VIKING_BALANCE} ({@code --balance}), {@code VIKING_DATA_PATH} ({@code
 * --data-path}), {@code VIKING_STATUS} ({@code --status}), {@code VIKING_MAX_CONNECTIONS} ({@code
 * --max-connections}), {@code VIKING_MAX_CONNECTIONS_PER_SERVICE} ({@code
 * --max-connections-per-service}), {@code VIKING_MAX_CONNECTIONS_PER_SOURCE} ({@code
 * --max-connections-per-source}), {@code VIKING_ACCESS_LOG} ({@code --access-log}), {@code
 * VIKING_READY_FILE} ({@code --ready-file}), {@code VIKING_VPC} ({@code --vpc}), {@code
 * VIKING_VPC_OPEN} ({@code --vpc-open}), {@code VIKING_VPC_TRUST} ({@code --vpc-trust}), {@code
 * VIKING_VPC_KEEP} ({@code --vpc-keep}), {@code VIKING_REPLACE} ({@code --replace}, without a
 * value). Immutable.
 */
public final class AgentProgram {
  /** It ran until it was stopped. */
  public static final int DONE = 0;

  /** It failed. */
  public static final int FAILED = 1;

  /** A setting cannot be used. */
  public static final int USAGE = 2;

  private static final Logger LOG = LoggerFactory.getLogger(AgentProgram.class);
  private static final Path MACHINE_NAME = Path.of("/proc/sys/kernel/hostname");

  private final Function<String, Optional<Health>> definitionHealth;

  /**
   * @param definitionHealth reads a job's {@code health} from the text of its {@code
   *     viking.definition} label
   */
  public AgentProgram(Function<String, Optional<Health>> definitionHealth) {
    this.definitionHealth = definitionHealth;
  }

  /**
   * Runs an agent until it is told to stop or another one has taken over, then stops it in order.
   * An engine or a store that is not there yet is waited for.
   *
   * @param stop its completion, in whatever way, stops the agent
   * @return the exit code: {@link #DONE}, {@link #FAILED} or {@link #USAGE}
   */
  public int run(Map<String, String> environment, List<String> arguments, CompletionStage<?> stop) {
    try {
      AgentAssembly assembly =
          new AgentAssembly(AgentSettings.of(environment, arguments), AgentProgram::machineName);
      try (ClusterStore store = new LazyStore(assembly::store)) {
        runUntil(stop, assembly, store);
      }
      return DONE;
    } catch (UsageException e) {
      LOG.error("{}", e.getMessage());
      return USAGE;
    } catch (NotTakenOverException e) {
      LOG.info("{}", e.getMessage());
      return DONE;
    } catch (FirewallException e) {
      // Asked for, and no program for it: to go on without would look like protection.
      LOG.error("{}", e.getMessage());
      return USAGE;
    } catch (EngineException e) {
      // The engine's absence is waited for, so what is thrown is a fault of its settings.
      LOG.error("{}", e.getMessage());
      return USAGE;
    } catch (RuntimeException e) {
      LOG.error("the agent failed: {}", e.getMessage(), e);
      return FAILED;
    }
  }

  private void runUntil(CompletionStage<?> stop, AgentAssembly assembly, ClusterStore store) {
    AgentOptions.Builder options = assembly.options(store).definitionHealth(definitionHealth);
    Optional<AccessLog> accessLog = assembly.accessLog();
    Optional<ReadyFile> readyFile = assembly.readyFile();
    readyFile.ifPresent(ReadyFile::remove);
    try {
      runUntil(stop, options.accessLog(accessLog).build(), readyFile);
    } finally {
      readyFile.ifPresent(ReadyFile::remove);
      accessLog.ifPresent(AccessLog::close);
    }
  }

  private static void runUntil(
      CompletionStage<?> stop, AgentOptions options, Optional<ReadyFile> readyFile) {
    requireDataPath(options);
    warnOfTooFewDescriptors(options.limits());
    Agent agent = Agent.start(options, stop);
    LOG.info(
        "agent of host {} started: engine {}, store {}, at most {} connections",
        options.host().name(),
        options.engine(),
        options.store().network(),
        options.limits().total());
    readyFile.ifPresent(file -> agent.ready().thenRun(file::write));
    try {
      CompletableFuture.anyOf(stop.toCompletableFuture(), agent.replaced().toCompletableFuture())
          .join();
    } catch (CompletionException | CancellationException e) {
      LOG.debug("stopped", e);
    } finally {
      agent.close();
      LOG.info("agent of host {} has stopped", options.host().name());
    }
  }

  private static void requireDataPath(AgentOptions options) {
    options
        .dataPath()
        .missing()
        .ifPresent(
            why -> {
              throw new UsageException("the kernel path cannot be used: " + why);
            });
  }

  private static void warnOfTooFewDescriptors(ConnectionLimits limits) {
    if (limits.total() > limits.affordable()) {
      LOG.warn(
          "{} connections may be open, but the limit of open files allows for {}. Fix: raise it"
              + " (ulimit -n, LimitNOFILE), or set VIKING_MAX_CONNECTIONS to that",
          limits.total(),
          limits.affordable());
    }
  }

  private static String machineName() {
    try {
      return Files.readString(MACHINE_NAME).trim();
    } catch (IOException e) {
      throw new UsageException(
          "the machine's name cannot be read: " + e.getMessage() + ".\n  Fix: set HOSTNAME.");
    }
  }
}
