package io.viking.docker;

import io.viking.docker.launch.FakeLauncher;
import io.viking.docker.launch.JobDefinitions;
import io.viking.docker.launch.LaunchException;
import io.viking.docker.launch.Launcher;
import io.viking.docker.plan.ActualHost;
import io.viking.docker.plan.ActualInstance;
import io.viking.docker.plan.ActualState;
import io.viking.docker.plan.Plan;
import io.viking.docker.plan.Planner;
import io.viking.docker.plan.Removal;
import io.viking.docker.plan.ServiceChange;
import io.viking.docker.plan.Start;
import io.viking.model.Host;
import io.viking.model.InstanceId;
import io.viking.model.Job;
import io.viking.model.JobName;
import io.viking.model.Pid;
import io.viking.model.ServiceName;
import io.viking.model.Stack;
import io.viking.model.StackCatalog;
import io.viking.model.StackName;
import io.viking.model.folder.DeploymentFolder;
import io.viking.model.placement.Scheduler;
import io.viking.model.yaml.JobWriter;
import io.viking.ports.ClusterStore;
import io.viking.ports.PortRange;
import io.viking.ports.StackLock;
import io.viking.ports.StackLockedException;
import io.viking.ports.StoreUnavailableException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Engines and a store in memory; planner, ports, locks and what the holder of a lock owes to the
 * one before it are the real ones. Whatever is planned and done is judged.
 */
final class SimulatedCluster implements ReconciledCluster {
  private static final Map<String, Optional<Job>> DEFINITIONS = new ConcurrentHashMap<>();

  final FakeLauncher launcher = FakeLauncher.reading(SimulatedCluster::read);
  final ClusterStore store = ClusterStore.inMemory(new PortRange(10_000, 10_999));

  private final SimulatedHosts hosts;
  private final SimulationJudge judge;
  private final Random random;
  private final Planning planning;
  private int nextPid = 0x100000;
  private double cutOff;
  private boolean away;

  SimulatedCluster(
      SimulatedHosts hosts, SimulationJudge judge, Scheduler scheduler, Random random) {
    this.hosts = hosts;
    this.judge = judge;
    this.random = random;
    planning =
        new Planning(
            launcher,
            store,
            new Planner(scheduler, this::pid, JobWriter::toJson),
            DeploymentFolder.at(Path.of("not-there")),
            SecretReader.local());
    hosts.all().forEach(host -> launcher.withImage(host, "any:1"));
  }

  /** Most of a simulated day would be spent on reading the same few texts. */
  private static Optional<Job> read(JobName name, String json) {
    return DEFINITIONS.computeIfAbsent(name + json, any -> JobDefinitions.json().read(name, json));
  }

  private Pid pid() {
    return Pid.of("%06x".formatted(nextPid++ & 0xffffff));
  }

  /** How often a change is cut off at a step of it. */
  void cutOff(double share) {
    cutOff = share;
  }

  void engine(Host host, boolean on) {
    hosts.engine(host.name(), on);
    launcher.reachable(host, on);
  }

  /** The store answers nobody. */
  void away(boolean now) {
    away = now;
  }

  private void requireStore() {
    if (away) {
      throw new StoreUnavailableException("the store is away", null);
    }
  }

  /** As agents announce them. */
  @Override
  public List<Host> hosts() {
    requireStore();
    return hosts.all().stream().filter(host -> hosts.hasAgent(host.name())).toList();
  }

  @Override
  public Set<String> liveHosts() {
    return Set.copyOf(hosts().stream().map(Host::name).toList());
  }

  @Override
  public Set<String> reportedHosts() {
    requireStore();
    return occupiedHosts();
  }

  /** The hosts that have containers, as their agents say at once and the store keeps. */
  Set<String> occupiedHosts() {
    return hosts.all().stream()
        .filter(launcher::hasContainers)
        .map(Host::name)
        .collect(Collectors.toSet());
  }

  @Override
  public Set<String> drainedHosts() {
    requireStore();
    return store.hosts().drained().keySet();
  }

  @Override
  public ActualState read(List<Host> asked) {
    requireStore();
    List<ActualHost> answers = new ArrayList<>();
    Map<String, String> silent = new TreeMap<>();
    for (Host host : asked) {
      try {
        answers.add(launcher.inspect(host));
      } catch (LaunchException e) {
        silent.put(host.name(), "it is off");
      }
    }
    judge.look(answers, drainedHosts());
    return ActualState.builder()
        .hosts(answers)
        .silentHosts(silent)
        .volumeHomes(store.volumes().homes())
        .build();
  }

  @Override
  public Plan plan(StackCatalog catalog, Set<ServiceName> scope, ActualState actual, boolean pull) {
    return planning.forScope(catalog, scope, actual, pull);
  }

  @Override
  public void change(StackName stack, Consumer<Locked> change) {
    requireStore();
    try (StackLock lock = store.locks().acquire(List.of(stack), Duration.ZERO, holder -> {})) {
      change.accept(locked(stack, lock));
    } catch (StackLockedException e) {
      throw e;
    } catch (RuntimeException e) {
      judge.failed(stack);
      throw e;
    }
  }

  private Locked locked(StackName stack, StackLock lock) {
    LockedStacks owed = new LockedStacks(lock, launcher);
    return new Locked() {
      @Override
      public ActualState settle(ActualState actual) {
        return owed.settle(actual);
      }

      @Override
      public void apply(Plan plan, ActualState actual) {
        judge.plan(plan, drainedHosts(), lock.announcedRemovals());
        try {
          owed.recordVolumes(plan);
          carryOut(plan, lock);
        } catch (DeploymentException e) {
          throw e;
        } catch (RuntimeException e) {
          judge.failed(stack);
          throw e;
        }
        judge.succeeded(stack);
      }
    };
  }

  /** As a deployer does: what fails ends its own service's change, and no other's. */
  private void carryOut(Plan plan, StackLock lock) {
    Map<InstanceId, String> failures = new TreeMap<>();
    for (List<ServiceChange> stage : plan.stages()) {
      for (ServiceChange change : stage) {
        try {
          if (change.removesFirst()) {
            remove(change, lock);
          }
          change.starts().forEach(this::start);
          if (!change.removesFirst()) {
            remove(change, lock);
          }
        } catch (LaunchException e) {
          failures.put(change.starts().get(0).spec().instance(), String.valueOf(e.getMessage()));
        }
      }
    }
    if (!failures.isEmpty()) {
      failures.keySet().forEach(instance -> judge.failed(instance.service()));
      throw new DeploymentException(List.of(), failures, List.of(), Map.of(), Optional.empty());
    }
  }

  private void remove(ServiceChange change, StackLock lock) {
    if (change.removals().isEmpty()) {
      return;
    }
    mayBeCutOff();
    lock.announceRemoval(change.removals().stream().map(Removal::instance).toList());
    for (Removal removal : change.removals()) {
      mayBeCutOff();
      launcher.remove(removal.host(), removal.instance(), Duration.ZERO);
      mayBeCutOff();
      lock.confirmRemoval(List.of(removal.instance()));
    }
  }

  private void start(Start start) {
    mayBeCutOff();
    launcher.start(start.host(), start.spec());
    judge.started(start);
    if (isCutOff()) {
      InstanceId made = start.spec().instance();
      launcher.state(start.host(), made, ActualInstance.State.CREATED);
      throw new IllegalStateException("the change was cut off before a start");
    }
  }

  private boolean isCutOff() {
    return random.nextDouble() < cutOff;
  }

  private void mayBeCutOff() {
    if (isCutOff()) {
      throw new IllegalStateException("the change was cut off");
    }
  }

  @Override
  public void settled(Stack stack) {
    // Nothing is kept of it here.
  }

  @Override
  public String lastWords(Host host, InstanceId instance) {
    return "";
  }

  @Override
  public Launcher.Subscription watch(Host host, Runnable news, Runnable ended) {
    return () -> {};
  }
}
