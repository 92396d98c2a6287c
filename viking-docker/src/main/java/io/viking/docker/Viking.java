package io.viking.docker;

import io.viking.docker.Reachability.Awaited;
import io.viking.docker.launch.Launcher;
import io.viking.docker.plan.ActualHost;
import io.viking.docker.plan.ActualInstance;
import io.viking.docker.plan.ActualState;
import io.viking.docker.plan.DesiredState;
import io.viking.docker.plan.Plan;
import io.viking.docker.plan.Planner;
import io.viking.docker.plan.ServiceChange;
import io.viking.docker.plan.Start;
import io.viking.links.Backend;
import io.viking.model.Host;
import io.viking.model.InvalidStackException;
import io.viking.model.Job;
import io.viking.model.Problem;
import io.viking.model.ServiceName;
import io.viking.model.Stack;
import io.viking.model.StackCatalog;
import io.viking.model.StackName;
import io.viking.model.folder.DeploymentFolder;
import io.viking.model.yaml.JobWriter;
import io.viking.ports.ClusterStore;
import io.viking.ports.EndpointSnapshot;
import java.util.ArrayList;
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
 * <p>Safe for use by several threads; two deployments of one stack at the same time are not
 * coordinated. Whoever builds it closes it. Closing frees connections and threads, and stops no
 * container.
 */
public final class Viking implements AutoCloseable {
  private final VikingSettings settings;
  private final ClusterStore store;
  private final Launcher launcher;
  private final StateReader reader;
  private final Resolver resolver;
  private final Planner planner;
  private final DeploymentFolder folder;

  Viking(VikingSettings settings, ClusterStore store, Launcher launcher) {
    this.settings = settings;
    this.store = store;
    this.launcher = launcher;
    reader = new StateReader(launcher);
    resolver = new Resolver(launcher, store.ports());
    planner = new Planner(settings.scheduler(), settings.pids(), JobWriter::toJson);
    folder = DeploymentFolder.at(settings.deploymentFolder());
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
    return plan(List.of(stacks), false).plan();
  }

  /**
   * Deploys the stacks: what is missing is started, what has changed is replaced, what is not in
   * them any more is removed, all else is left alone. Writes each job to the deployment folder;
   * jobs that were put into the folder of one of these stacks by hand are deployed with it. Returns
   * when every instance is up and reachable.
   *
   * @throws DeploymentException if it stopped half-way
   * @throws InvalidStackException as {@link #plan} does, as are the other exceptions there
   */
  public Deployment deploy(Stack... stacks) {
    Planned planned = plan(List.of(stacks), true);
    for (Stack stack : stacks) {
      folder.write(stack);
    }
    return apply(planned.plan());
  }

  /**
   * What {@link #deployFolder} would do; starts nothing.
   *
   * @throws InvalidStackException if a job file is wrong, besides what {@link #plan} throws
   */
  public Plan planFolder() {
    return plan(stacksOfFolder(), false).plan();
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
    return apply(plan(stacksOfFolder(), true).plan());
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
   * @throws HostsUnavailableException if a host that the plan starts something on has no agent
   */
  public Deployment apply(Plan plan) {
    requireAgents(plan);
    plan.starts().forEach(this::recordVolumes);
    new Deployer(
            launcher,
            new Reachability(launcher, store.endpoints(), settings.startTimeout()),
            settings.progress(),
            settings.stopGrace(),
            settings.parallelPerHost())
        .apply(plan);
    return new Deployment(plan, instances(plan));
  }

  /** Every container of viking's on hosts that answer, sorted by id. */
  public List<InstanceStatus> status() {
    EndpointSnapshot endpoints = store.endpoints().snapshot();
    return actual().hosts().stream()
        .flatMap(host -> host.instances().stream().map(i -> status(host.host(), i, endpoints)))
        .sorted(Comparator.comparing(status -> status.instance().id()))
        .toList();
  }

  /** The hosts whose engines do not answer, each with the reason. */
  public Map<String, String> silentHosts() {
    return actual().silentHosts();
  }

  /**
   * Gives that service another number of instances, and records it in the deployment folder.
   *
   * @param instances 0 or more
   * @throws IllegalArgumentException if the service is not deployed, or cannot have so many
   * @throws DeploymentException if it stopped half-way
   */
  public Deployment scale(ServiceName service, int instances) {
    ActualState actual = requireAllHosts();
    StackCatalog known = deployed(actual);
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
    Planned planned = plan(known.with(stack.with(scaled)), Set.of(service), actual, true);
    folder.write(stack.with(scaled));
    return apply(planned.plan());
  }

  /**
   * Removes all containers of the stack and its job files. Volumes and allocated ports stay.
   *
   * @throws DeploymentException if it stopped half-way
   */
  public Deployment remove(StackName stack) {
    ActualState actual = requireAllHosts();
    Deployment removal = remove(actual, running(actual, stack));
    folder.remove(stack);
    return removal;
  }

  /**
   * Removes all containers of the service and its job file. Its volumes and allocated ports stay.
   *
   * @throws DeploymentException if it stopped half-way
   */
  public Deployment remove(ServiceName service) {
    Deployment removal = remove(requireAllHosts(), Set.of(service));
    folder.remove(service);
    return removal;
  }

  @Override
  public void close() {
    launcher.close();
    store.close();
  }

  private Deployment remove(ActualState actual, Set<ServiceName> scope) {
    return apply(planner.plan(desired(StackCatalog.empty(), scope), actual));
  }

  /** A plan, and what it was made from. */
  private record Planned(Plan plan, ActualState actual) {}

  private Planned plan(List<Stack> stacks, boolean pull) {
    ActualState actual = requireAllHosts();
    StackCatalog catalog = deployed(actual);
    Set<ServiceName> scope = new TreeSet<>();
    List<Problem> problems = new ArrayList<>();
    for (Stack stack : stacks) {
      catalog = catalog.with(withHandPlaced(stack));
    }
    for (Stack stack : stacks) {
      problems.addAll(catalog.linkProblems(stack.name()));
      catalog.services().keySet().stream()
          .filter(service -> service.stack().equals(stack.name()))
          .forEach(scope::add);
      scope.addAll(running(actual, stack.name()));
    }
    if (!problems.isEmpty()) {
      throw new InvalidStackException(problems);
    }
    return plan(catalog, scope, actual, pull);
  }

  private Planned plan(
      StackCatalog catalog, Set<ServiceName> scope, ActualState actual, boolean pull) {
    StackCatalog settled =
        resolver.settlePorts(catalog, Resolver.concerned(catalog, scope), actual, pull);
    return new Planned(planner.plan(desired(settled, scope), actual), actual);
  }

  private DesiredState desired(StackCatalog settled, Set<ServiceName> scope) {
    return DesiredState.builder()
        .catalog(settled)
        .scope(scope)
        .ports(resolver.allocate(settled, scope))
        .backend(new Backend(Backend.HOST_NAME, store.network()))
        .build();
  }

  private Stack withHandPlaced(Stack stack) {
    Stack all = stack;
    Optional<Stack> onDisk = folder.stack(stack.name());
    for (var name : folder.handPlaced(stack.name())) {
      if (stack.job(name).isEmpty()) {
        all = onDisk.flatMap(s -> s.job(name)).map(all::with).orElse(all);
      }
    }
    return all;
  }

  private static Set<ServiceName> running(ActualState actual, StackName stack) {
    Set<ServiceName> services = new TreeSet<>();
    actual.hosts().stream()
        .flatMap(host -> host.instances().stream())
        .map(instance -> instance.id().service())
        .filter(service -> service.stack().equals(stack))
        .forEach(services::add);
    return services;
  }

  /** The stacks that run, as they were deployed. */
  private static StackCatalog deployed(ActualState actual) {
    Map<StackName, Stack> stacks = new TreeMap<>();
    for (ActualHost host : actual.hosts()) {
      for (ActualInstance instance : host.instances()) {
        StackName name = instance.id().service().stack();
        instance
            .definition()
            .ifPresent(
                job ->
                    stacks.merge(
                        name, Stack.of(name, List.of(job)), (stack, one) -> stack.with(job)));
      }
    }
    return StackCatalog.of(stacks.values());
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

  private void recordVolumes(Start start) {
    start.spec().mounts().stream()
        .filter(mount -> mount.isVolume())
        .forEach(mount -> store.volumes().record(mount.source(), start.host().name()));
  }

  private List<DeployedInstance> instances(Plan plan) {
    EndpointSnapshot endpoints = store.endpoints().snapshot();
    List<DeployedInstance> instances = new ArrayList<>();
    for (ServiceChange change : plan.changes()) {
      change
          .kept()
          .forEach(
              k ->
                  instances.add(
                      Endpoints.instance(k.host(), k.instance(), change.ports(), endpoints)));
      change
          .starts()
          .forEach(
              s ->
                  instances.add(
                      Endpoints.instance(
                          s.host(), s.spec().instance(), change.ports(), endpoints)));
    }
    instances.sort(Comparator.comparing(DeployedInstance::id));
    return instances;
  }

  private static InstanceStatus status(Host host, ActualInstance actual, EndpointSnapshot all) {
    var ports = actual.definition().flatMap(Job::expose).orElse(List.of());
    boolean reachable =
        ports.isEmpty()
            ? actual.state() == ActualInstance.State.RUNNING
            : new Awaited(host, actual.id(), ports).isRegistered(all);
    return new InstanceStatus(
        Endpoints.instance(host, actual.id(), ports, all), actual.state(), reachable);
  }
}
