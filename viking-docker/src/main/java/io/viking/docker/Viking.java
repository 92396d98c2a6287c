package io.viking.docker;

import io.viking.docker.launch.Launcher;
import io.viking.docker.plan.ActualState;
import io.viking.docker.plan.Plan;
import io.viking.docker.plan.Planner;
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
import java.util.Comparator;
import java.util.List;
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
  private final StackChanges changes;
  private final DeploymentFolder folder;
  private final Planning planning;

  Viking(VikingSettings settings, ClusterStore store, Launcher launcher) {
    this.settings = settings;
    this.store = store;
    this.launcher = launcher;
    folder = DeploymentFolder.at(settings.deploymentFolder());
    planning =
        new Planning(
            launcher,
            store,
            new Planner(settings.scheduler(), settings.pids(), JobWriter::toJson),
            folder,
            settings.secrets());
    changes = new StackChanges(settings, store, launcher, planning);
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
   * @throws SecretsUnavailableException if the value of a variable cannot be read
   * @throws io.viking.docker.plan.PlacementException if an instance can run nowhere
   * @throws io.viking.docker.launch.LaunchException if an image's ports cannot be learned
   * @throws io.viking.ports.StoreUnavailableException if the store does not answer
   */
  public Plan plan(Stack... stacks) {
    return planning.forStacks(List.of(stacks), changes.requireAllHosts(), false);
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
    return changes.locked(
        wanted.stream().map(Stack::name).toList(),
        (lock, actual) -> {
          List<Stack> whole = planning.whole(wanted);
          Plan plan = planning.forWholeStacks(whole, actual, true);
          lock.requireHeld();
          wanted.forEach(folder::write);
          return applied(whole, changes.apply(plan, lock, actual));
        });
  }

  /**
   * What {@link #deployFolder} would do; starts nothing.
   *
   * @throws InvalidStackException if a job file is wrong, besides what {@link #plan} throws
   */
  public Plan planFolder() {
    return planning.forStacks(stacksOfFolder(), changes.requireAllHosts(), false);
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
    return changes.locked(
        names,
        (lock, actual) -> {
          // Read again under the lock; a stack that came in between waits for the next time.
          List<Stack> stacks =
              stacksOfFolder().stream().filter(stack -> names.contains(stack.name())).toList();
          return applied(
              stacks, changes.apply(planning.forWholeStacks(stacks, actual, true), lock, actual));
        });
  }

  /** What has been carried out to the end is what a later version can be rolled back to. */
  private Deployment applied(List<Stack> stacks, Deployment deployment) {
    stacks.forEach(folder::keepVersion);
    return deployment;
  }

  /**
   * Deploys the stack as it was before: its newest version in the deployment folder's history that
   * differs from its job files, which are what was asked for last. Writes its jobs to the folder;
   * what a person placed or edited there is kept as {@code .bak}. Done twice, it is as it was.
   *
   * @throws IllegalArgumentException if no earlier version is known
   * @throws DeploymentException if it stopped half-way
   * @throws StackLockedException as {@link #deploy} does
   * @throws InvalidStackException if the version cannot be read, or what it links to is gone
   */
  public Deployment rollback(StackName stack) {
    requireEarlier(stack); // Without waiting for anybody.
    return changes.locked(
        List.of(stack),
        (lock, actual) -> {
          Stack earlier = requireEarlier(stack);
          Plan plan = planning.forWholeStacks(List.of(earlier), actual, true);
          lock.requireHeld();
          folder.restore(earlier);
          return applied(List.of(earlier), changes.apply(plan, lock, actual));
        });
  }

  private Stack requireEarlier(StackName stack) {
    return folder
        .earlierVersion(stack)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "stack '"
                        + stack
                        + "' has no earlier version in deployment folder '"
                        + folder.root()
                        + "'.\n  A version is kept when it has been deployed from there to its end."
                        + "\n  Fix: deploy the version that you want, or name the folder that it was"
                        + " deployed from."));
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
    return changes.apply(plan);
  }

  /**
   * What runs, and which hosts do not answer.
   *
   * @throws io.viking.ports.StoreUnavailableException if the store does not answer
   */
  public ClusterStatus status() {
    EndpointSnapshot endpoints = store.endpoints().snapshot();
    ActualState actual = changes.actual();
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
    return changes.locked(
        List.of(service.stack()), (lock, actual) -> scale(service, instances, lock, actual));
  }

  private Deployment scale(ServiceName service, int instances, StackLock lock, ActualState actual) {
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
    return applied(List.of(stack.with(scaled)), changes.apply(plan, lock, actual));
  }

  /**
   * Removes all containers of the stack and its job files. Volumes and allocated ports stay.
   *
   * @throws DeploymentException if it stopped half-way
   * @throws StackLockedException as {@link #deploy} does
   */
  public Deployment remove(StackName stack) {
    return changes.locked(
        List.of(stack),
        (lock, actual) -> {
          Set<ServiceName> services = new DeployedStacks(actual).services(stack);
          Deployment removal = changes.apply(planning.forRemoval(services, actual), lock, actual);
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
    return changes.locked(
        List.of(service.stack()),
        (lock, actual) -> {
          Deployment removal =
              changes.apply(planning.forRemoval(Set.of(service), actual), lock, actual);
          folder.remove(service);
          return removal;
        });
  }

  /** What a reconciler asks of the cluster. */
  ReconciledCluster reconciled() {
    return new VikingCluster(settings, store, launcher, changes, planning, folder);
  }

  @Override
  public void close() {
    launcher.close();
    store.close();
  }
}
