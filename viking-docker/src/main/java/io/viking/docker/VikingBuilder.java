package io.viking.docker;

import io.viking.docker.engine.EngineOptions;
import io.viking.docker.launch.DockerLauncher;
import io.viking.docker.launch.JobDefinitions;
import io.viking.docker.launch.Launcher;
import io.viking.model.Host;
import io.viking.model.Pid;
import io.viking.model.placement.Scheduler;
import io.viking.model.placement.SpreadScheduler;
import io.viking.ports.ClusterStore;
import io.viking.ports.EtcdOptions;
import io.viking.ports.PortRange;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Builds a {@link Viking}; not safe for use by several threads. */
public final class VikingBuilder {
  private static final int MAX_PARALLEL = 64;

  private final List<Host> hosts = new ArrayList<>();
  private Path stateFolder = StateFolder.of(System.getenv());
  private PortRange portRange = PortRange.DEFAULT;
  private Scheduler scheduler = new SpreadScheduler();
  private Supplier<Pid> pids = new RandomPids();
  private SecretReader secrets = SecretReader.local();
  private ProgressListener progress = event -> {};
  private Duration startTimeout = Duration.ofSeconds(60);
  private Duration stopGrace = Duration.ofSeconds(10);
  private int parallelPerHost = 8;
  private boolean rollback = true;
  private Duration lockWait = Duration.ofSeconds(30);
  private Duration quarantine = Duration.ofHours(1);
  private @Nullable EtcdOptions etcd;
  private @Nullable Duration deadline;
  private @Nullable ClusterStore store;
  private @Nullable Launcher launcher;
  private @Nullable EngineOptions engines;
  private @Nullable Path deploymentFolder;
  private @Nullable Host localHost;

  VikingBuilder() {}

  /**
   * Uses that etcd cluster, each member {@code host:port} or a URL. Absent: one host, local files.
   */
  public VikingBuilder etcd(String... endpoints) {
    return etcd(EtcdOptions.of(endpoints));
  }

  /**
   * Uses that etcd cluster, with TLS, a user and all else that the options say. Absent: one host,
   * local files.
   */
  public VikingBuilder etcd(EtcdOptions options) {
    etcd = options;
    return this;
  }

  /**
   * How long any one call to etcd may take, whatever happens to it; positive, default {@link
   * EtcdOptions#deadline()}.
   */
  public VikingBuilder deadline(Duration deadline) {
    checkArgument(
        !deadline.isNegative() && !deadline.isZero(), "deadline must be positive: " + deadline);
    this.deadline = deadline;
    return this;
  }

  /** Uses that store in the place of etcd and local files; it is closed with the {@link Viking}. */
  public VikingBuilder store(ClusterStore store) {
    this.store = store;
    return this;
  }

  /** Adds a host. Absent: the hosts with a live agent, else the local engine. */
  public VikingBuilder host(Host host) {
    hosts.add(host);
    return this;
  }

  /** Adds these hosts. */
  public VikingBuilder hosts(Collection<Host> more) {
    hosts.addAll(more);
    return this;
  }

  /**
   * The host to deploy to where no host is given and no agent is known; default: the local engine.
   */
  public VikingBuilder localHost(Host host) {
    localHost = host;
    return this;
  }

  /** Chooses hosts for instances; default {@link SpreadScheduler}. */
  public VikingBuilder scheduler(Scheduler scheduler) {
    this.scheduler = scheduler;
    return this;
  }

  /** Starts instances; default: the engines' API. It is closed with the {@link Viking}. */
  public VikingBuilder launcher(Launcher launcher) {
    this.launcher = launcher;
    return this;
  }

  /**
   * How engines are talked to; default: as {@link EngineOptions#fromEnvironment} reads the
   * environment. A {@link #launcher} of one's own has its own ways.
   */
  public VikingBuilder engines(EngineOptions options) {
    engines = options;
    return this;
  }

  /** Where local files are kept; default {@code VIKING_HOME}, {@code /var/lib/viking} for root. */
  public VikingBuilder stateFolder(Path folder) {
    stateFolder = folder;
    return this;
  }

  /** Where each deployed job is written; default {@code deployment} in the state folder. */
  public VikingBuilder deploymentFolder(Path folder) {
    deploymentFolder = folder;
    return this;
  }

  /** The numbers that may be allocated by the local store; etcd has its own setting. */
  public VikingBuilder portRange(PortRange range) {
    portRange = range;
    return this;
  }

  /** Gives new instances their pids; default random. */
  public VikingBuilder pids(Supplier<Pid> pids) {
    this.pids = pids;
    return this;
  }

  /**
   * Reads the values of variables that are secrets; default {@link SecretReader#local()}: files of
   * this machine, and variables of this process.
   */
  public VikingBuilder secrets(SecretReader reader) {
    secrets = reader;
    return this;
  }

  /** Hears of each container's phases. */
  public VikingBuilder progress(ProgressListener listener) {
    progress = listener;
    return this;
  }

  /**
   * How long the instances of a stage, or of a wave of an update, may take to become reachable;
   * positive, default 60 s.
   */
  public VikingBuilder startTimeout(Duration timeout) {
    checkArgument(
        !timeout.isNegative() && !timeout.isZero(), "start timeout must be positive: " + timeout);
    startTimeout = timeout;
    return this;
  }

  /**
   * How long a released number is not given again, without etcd; default 1 h. With etcd it is
   * {@link EtcdOptions#quarantine}.
   */
  public VikingBuilder quarantine(Duration length) {
    checkArgument(!length.isNegative(), "quarantine must not be negative: " + length);
    quarantine = length;
    return this;
  }

  /** How long a container gets to stop by itself; default 10 s. */
  public VikingBuilder stopGrace(Duration grace) {
    checkArgument(!grace.isNegative(), "stop grace must not be negative: " + grace);
    stopGrace = grace;
    return this;
  }

  /**
   * How long to wait for a stack that another program is changing; zero fails at once, default 30
   * s. The lock of a program that was killed is free 10 s later.
   */
  public VikingBuilder lockWait(Duration wait) {
    checkArgument(!wait.isNegative(), "lock wait must not be negative: " + wait);
    lockWait = wait;
    return this;
  }

  /**
   * What happens when a new instance puts an end to the update of its service. True, the default:
   * it is removed, and what it and its like had replaced before is started again as it was. False:
   * all stays as it stands then, to be looked at.
   */
  public VikingBuilder rollback(boolean rollback) {
    this.rollback = rollback;
    return this;
  }

  /** How many containers are started or stopped on one host at a time; 1 to 64, default 8. */
  public VikingBuilder parallelPerHost(int containers) {
    checkArgument(
        containers >= 1 && containers <= MAX_PARALLEL,
        "parallel containers per host must be 1-" + MAX_PARALLEL + " but was " + containers);
    parallelPerHost = containers;
    return this;
  }

  /**
   * Builds it. Connects to nothing yet.
   *
   * @throws IllegalArgumentException if two hosts have one name, or a store and etcd are given
   * @throws io.viking.ports.StoreAccessException if a file of the {@link EtcdOptions} cannot be
   *     used
   */
  public Viking build() {
    checkArgument(store == null || etcd == null, "a store and etcd cannot both be given");
    checkArgument(
        hosts.stream().map(Host::name).distinct().count() == hosts.size(),
        "two hosts have one name: " + hosts);
    VikingSettings settings =
        ImmutableVikingSettings.builder()
            .givenHosts(hosts)
            .localHost(Optional.ofNullable(localHost).orElseGet(LocalHost::detect))
            .scheduler(scheduler)
            .pids(pids)
            .deploymentFolder(
                Optional.ofNullable(deploymentFolder)
                    .orElseGet(() -> StateFolder.deployment(stateFolder)))
            .progress(progress)
            .secrets(secrets)
            .startTimeout(startTimeout)
            .stopGrace(stopGrace)
            .parallelPerHost(parallelPerHost)
            .lockWait(lockWait)
            .rollback(rollback)
            .build();
    return new Viking(settings, openStore(), launcher == null ? engineLauncher() : launcher);
  }

  private Launcher engineLauncher() {
    return DockerLauncher.create(
        engines == null ? EngineOptions.fromEnvironment(System.getenv()) : engines,
        JobDefinitions.json());
  }

  private ClusterStore openStore() {
    if (store != null) {
      return store;
    }
    if (etcd == null) {
      return ClusterStore.local(StateFolder.store(stateFolder), portRange, quarantine);
    }
    return ClusterStore.etcd(
        deadline == null ? etcd : EtcdOptions.builder().from(etcd).deadline(deadline).build());
  }

  private static void checkArgument(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
