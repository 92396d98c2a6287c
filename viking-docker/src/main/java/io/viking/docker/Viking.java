package io.viking.docker;

import io.viking.docker.launch.Launcher;
import io.viking.docker.plan.ActualState;
import io.viking.docker.plan.Plan;
import io.viking.docker.plan.Planner;
import io.viking.docker.plan.Start;
import io.viking.model.Host;
import io.viking.model.InvalidStackException;
import io.viking.model.Job;
import io.viking.model.ServiceName;
import io.viking.model.Stack;
import io.viking.model.StackCatalog;
import io.viking.model.StackName;
import io.viking.model.folder.DeploymentFolder;
import io.viking.model.yaml.JobWriter;
import io.viking.ports.ClusterStore;
import io.viking.ports.EndpointSnapshot;
import io.viking.ports.StackLock;
import io.viking.ports.StackLockedException;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Deploys stacks on the hosts of a cluster, so that their containers find each other through link
 * variables wherever they run.
 *
 * <pre>{@code
 * try (Viking viking = Viking.builder().etcd("http://10.0.0.1:2379").build()) {
 *   Stack shared = StackParser.create().parse(StackName.of("shared"), Path.of("shared.yml"));
 *   Deployment deployment = viking.deploy(shared);
 *   deployment.instances().forEach(System.out::println);
 * }
 * }</pre>
 *
 * <p>Safe for use by several threads. Whatever changes a stack holds that stack's lock meanwhile,
 * so that two programs, or two threads, change it one after the other: the second one waits as long
 * as {@link VikingBuilder#lockWait} says. Whoever builds it closes it. Closing frees connections
 * and threads, and stops no container.
 */
public final class Viking implements AutoCloseable {
  private final VikingSettings settings;
  private final ClusterStore store;
  private final Launcher launcher;
  private final StateReader reader;
  private final DeploymentFolder folder;
  private final Planning planning;

  Viking(VikingSettings settings, ClusterStore store, Launcher launcher) {
    this.settings = settings;
    this.store = store;
    this.launcher = launcher;
    reader = new StateReader(launcher);
    folder = DeploymentFolder.at(settings.deploymentFolder());
    planning =
        new Planning(
            launcher,
            store,
            new Planner(settings.scheduler(), settings.pids(), JobWriter::toJson),
            folder);
  }

  /** A builder; everything has a default that suits one host without etcd. */
  public static VikingBuilder builder() {
    return new VikingBuilder();
  }

  /** The stores of this cluster; closed with this object. */
  public ClusterStore store() {
    return store;
  }

  /**
   * The hosts that are deployed to: those given, else those with a live agent, else the local one.
   */
  public List<Host> hosts() {
    return settings.hosts(store);
  }

  /** The deployment folder, where desired state is kept. */
  public DeploymentFolder folder() {
    return folder;
  }

  /**
   * What {@link #deploy} would do. Starts nothing and writes nothing but newly allocated ports.
   *
   * @throws InvalidStackException if a link leads nowhere or links form a cycle
   * @throws HostsUnavailableException if an engine does not answer
   * @throws io.viking.docker.plan.PlacementException if an instance can run nowhere
   * @throws io.viking.docker.launch.LaunchException if an image's ports cannot be learned
   * @throws io.viking.ports.StoreUnavailableException if the store does not answer
   */
  public Plan plan(Stack... stacks) {
    return planning.forStacks(List.of(stacks), requireAllHosts(), false);
  }

  /**
   * Deploys the stacks: what is missing is started, what has changed is replaced, what is not in
   * them any more is removed, all else is left alone. Writes each job to the deployment folder;
   * jobs that were put into the folder of one of these stacks by hand are deployed with it. Returns
   * when every instance is up and reachable.
   *
   * @throws DeploymentException if it stopped half-way
   * @throws StackLockedException if another program is changing one of these stacks, and was not
   *     done in time
   * @throws InvalidStackException as {@link #plan} does, as are the other exceptions there
   */
  public Deployment deploy(Stack... stacks) {
    List<Stack> wanted = List.of(stacks);
    return locked(
        wanted.stream().map(Stack::name).toList(),
        (lock, actual) -> {
          Plan plan = planning.forStacks(wanted, actual, true);
          lock.requireHeld();
          wanted.forEach(folder::write);
          return apply(plan, lock);
        });
  }

  /**
   * What {@link #deployFolder} would do; starts nothing.
   *
   * @throws InvalidStackException if a job file is wrong, besides what {@link #plan} throws
   */
  public Plan planFolder() {
    return planning.forStacks(stacksOfFolder(), requireAllHosts(), false);
  }

  /**
   * Deploys every stack of the deployment folder as it stands there, whoever wrote it, and writes
   * nothing to it. A job whose file is gone is removed; a stack whose whole folder is gone is left
   * alone.
   *
   * @throws DeploymentException if it stopped half-way
   * @throws InvalidStackException if a job file is wrong, besides what {@link #deploy} throws
   */
  public Deployment deployFolder() {
    Set<StackName> names = new TreeSet<>();
    stacksOfFolder().forEach(stack -> names.add(stack.name()));
    return locked(
        names,
        (lock, actual) -> {
          // Read again under the lock; a stack that came in between waits for the next time.
          List<Stack> stacks =
              stacksOfFolder().stream().filter(stack -> names.contains(stack.name())).toList();
          return apply(planning.forStacks(stacks, actual, true), lock);
        });
  }

  private List<Stack> stacksOfFolder() {
    List<Stack> stacks = List.copyOf(folder.read().stacks().values());
    if (stacks.isEmpty()) {
      throw new IllegalArgumentException(
          "deployment folder '"
              + folder.root()
              + "' has no job.\n  Fix: put job files into it, as <stack>/<job>.yaml, or name"
              + " another folder.");
    }
    return stacks;
  }

  /**
   * Carries out a plan made earlier. What has happened in between is not looked at.
   *
   * @throws DeploymentException if it stopped half-way
   * @throws StackLockedException as {@link #deploy} does
   * @throws HostsUnavailableException if a host that the plan starts something on has no agent
   */
  public Deployment apply(Plan plan) {
    Set<StackName> stacks = new TreeSet<>();
    plan.changes().forEach(change -> stacks.add(change.service().stack()));
    if (stacks.isEmpty()) {
      return new Deployment(plan, List.of());
    }
    try (StackLock lock = acquire(stacks)) {
      new LockedStacks(lock, launcher).settle(actual());
      return apply(plan, lock);
    }
  }

  private Deployment apply(Plan plan, StackLock lock) {
    requireAgents(plan);
    new LockedStacks(lock, launcher).recordVolumes(plan);
    new Deployer(
            launcher,
            new Reachability(launcher, store.endpoints(), settings.startTimeout()),
            settings.progress(),
            settings.stopGrace(),
            settings.parallelPerHost(),
            lock)
        .apply(plan);
    return new Deployment(plan, Endpoints.instances(plan, store.endpoints().snapshot()));
  }

  /** Changes something of some stacks, whose locks are held. */
  private interface Change {
    Deployment make(StackLock lock, ActualState actual);
  }

  /** Looks at what is, and makes the change, both under the locks. */
  private Deployment locked(Collection<StackName> stacks, Change change) {
    if (stacks.isEmpty()) {
      return new Deployment(new Plan(List.of()), List.of());
    }
    try (StackLock lock = acquire(stacks)) {
      ActualState actual = new LockedStacks(lock, launcher).settle(requireAllHosts());
      return change.make(lock, actual);
    }
  }

  private StackLock acquire(Collection<StackName> stacks) {
    return store
        .locks()
        .acquire(stacks, settings.lockWait(), settings.progress()::onWaiting);
  }

  /**
   * What runs, and which hosts do not answer.
   *
   * @throws io.viking.ports.StoreUnavailableException if the store does not answer
   */
  public ClusterStatus status() {
    EndpointSnapshot endpoints = store.endpoints().snapshot();
    ActualState actual = actual();
    return new ClusterStatus(
        actual.hosts().stream()
            .flatMap(
                host ->
                    host.instances().stream().map(i -> Endpoints.status(host.host(), i, endpoints)))
            .sorted(Comparator.comparing(status -> status.instance().id()))
            .toList(),
        new TreeMap<>(actual.silentHosts()));
  }

  /**
   * Gives that service another number of instances, and records it in the deployment folder.
   *
   * @param instances 0 or more
   * @throws IllegalArgumentException if the service is not deployed, or cannot have so many
   * @throws DeploymentException if it stopped half-way
   * @throws StackLockedException as {@link #deploy} does
   */
  public Deployment scale(ServiceName service, int instances) {
    return locked(
        List.of(service.stack()), (lock, actual) -> scale(service, instances, lock, actual));
  }

  private Deployment scale(
      ServiceName service, int instances, StackLock lock, ActualState actual) {
    StackCatalog known = new DeployedStacks(actual).catalog();
    Stack stack =
        folder
            .stack(service.stack())
            .or(() -> Optional.ofNullable(known.stacks().get(service.stack())))
            .filter(candidate -> candidate.job(service.job()).isPresent())
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "service '"
                            + service.path()
                            + "' is not deployed.\n  Deployed are: "
                            + known.services().keySet().stream().map(ServiceName::path).toList()
                            + "."));
    Job scaled = stack.job(service.job()).orElseThrow().withScale(instances);
    Plan plan = planning.forScope(known.with(stack.with(scaled)), Set.of(service), actual, true);
    lock.requireHeld();
    folder.write(stack.name(), scaled);
    return apply(plan, lock);
  }

  /**
   * Removes all containers of the stack and its job files. Volumes and allocated ports stay.
   *
   * @throws DeploymentException if it stopped half-way
   * @throws StackLockedException as {@link #deploy} does
   */
  public Deployment remove(StackName stack) {
    return locked(
        List.of(stack),
        (lock, actual) -> {
          Set<ServiceName> services = new DeployedStacks(actual).services(stack);
          Deployment removal = apply(planning.forRemoval(services, actual), lock);
          folder.remove(stack);
          return removal;
        });
  }

  /**
   * Removes all containers of the service and its job file. Its volumes and allocated ports stay.
   *
   * @throws DeploymentException if it stopped half-way
   * @throws StackLockedException as {@link #deploy} does
   */
  public Deployment remove(ServiceName service) {
    return locked(
        List.of(service.stack()),
        (lock, actual) -> {
          Deployment removal = apply(planning.forRemoval(Set.of(service), actual), lock);
          folder.remove(service);
          return removal;
        });
  }

  @Override
  public void close() {
    launcher.close();
    store.close();
  }

  private ActualState actual() {
    return reader.read(hosts(), store.volumes().homes());
  }

  private ActualState requireAllHosts() {
    ActualState actual = actual();
    if (!actual.silentHosts().isEmpty()) {
      throw HostsUnavailableException.silentEngines(actual.silentHosts());
    }
    return actual;
  }

  private void requireAgents(Plan plan) {
    Set<String> live = new TreeSet<>();
    store.hosts().hosts().forEach(host -> live.add(host.name()));
    Map<String, String> without = new TreeMap<>();
    for (Start start : plan.starts()) {
      if (!live.contains(start.host().name())) {
        without.put(
            start.host().name(),
            "live agents: " + (live.isEmpty() ? "none" : String.join(", ", live)));
      }
    }
    if (!without.isEmpty()) {
      throw HostsUnavailableException.noAgents(without);
    }
  }
}
