package io.viking.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.viking.docker.launch.FakeLauncher;
import io.viking.docker.launch.JobDefinitions;
import io.viking.docker.launch.LaunchException;
import io.viking.docker.launch.Launcher;
import io.viking.docker.plan.ActualHost;
import io.viking.docker.plan.ActualInstance;
import io.viking.docker.plan.ActualState;
import io.viking.docker.plan.Mount;
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
import io.viking.model.placement.SpreadScheduler;
import io.viking.model.yaml.JobWriter;
import io.viking.ports.ClusterStore;
import io.viking.ports.PortRange;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Engines and a store in memory; planner, scheduler and ports are the real ones. */
final class SimulatedCluster implements ReconciledCluster {
  private static final Map<String, Optional<Job>> DEFINITIONS = new ConcurrentHashMap<>();

  final List<Host> hosts;
  final FakeLauncher launcher = FakeLauncher.reading(SimulatedCluster::read);
  final Set<String> down = new TreeSet<>();

  private final ClusterStore store = ClusterStore.inMemory(new PortRange(10_000, 10_999));
  private final Random random;
  private final Planning planning;
  private final Map<String, String> firstHomes = new TreeMap<>();
  private int nextPid = 0x100000;
  private double cutOff;

  SimulatedCluster(List<Host> hosts, Random random) {
    this.hosts = hosts;
    this.random = random;
    planning =
        new Planning(
            launcher,
            store,
            new Planner(new SpreadScheduler(), this::pid, JobWriter::toJson),
            DeploymentFolder.at(Path.of("not-there")));
    hosts.forEach(host -> launcher.withImage(host, "any:1"));
  }

  /** Most of a simulated day would be spent on reading the same few texts. */
  private static Optional<Job> read(JobName name, String json) {
    return DEFINITIONS.computeIfAbsent(name + json, any -> JobDefinitions.json().read(name, json));
  }

  private Pid pid() {
    return Pid.of("%06x".formatted(nextPid++ & 0xffffff));
  }

  /** How often a change is cut off half-way. */
  void cutOff(double share) {
    cutOff = share;
  }

  void power(Host host, boolean on) {
    launcher.reachable(host, on);
    if (on) {
      down.remove(host.name());
    } else {
      down.add(host.name());
    }
  }

  ClusterStore store() {
    return store;
  }

  /** As agents announce them: one whose host is down is not listed. */
  @Override
  public List<Host> hosts() {
    return hosts.stream().filter(host -> !down.contains(host.name())).toList();
  }

  @Override
  public Set<String> liveHosts() {
    Set<String> live = new TreeSet<>();
    hosts().forEach(host -> live.add(host.name()));
    return live;
  }

  @Override
  public Set<String> drainedHosts() {
    return store.hosts().drained().keySet();
  }

  @Override
  public ActualState read(List<Host> asked) {
    List<ActualHost> answers = new ArrayList<>();
    Map<String, String> silent = new TreeMap<>();
    for (Host host : asked) {
      try {
        answers.add(launcher.inspect(host));
      } catch (LaunchException e) {
        silent.put(host.name(), "it is off");
      }
    }
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
    change.accept(
        new Locked() {
          @Override
          public ActualState settle(ActualState actual) {
            return actual;
          }

          @Override
          public void apply(Plan plan, ActualState actual) {
            checkSpread(plan, actual);
            carryOut(plan);
          }
        });
  }

  private void carryOut(Plan plan) {
    for (List<ServiceChange> stage : plan.stages()) {
      remove(stage, true);
      for (ServiceChange change : stage) {
        change.starts().forEach(this::start);
      }
      remove(stage, false);
    }
  }

  private void remove(List<ServiceChange> stage, boolean first) {
    for (ServiceChange change : stage) {
      if (change.removesFirst() == first) {
        for (Removal removal : change.removals()) {
          mayBeCutOff();
          launcher.remove(removal.host(), removal.instance(), Duration.ZERO);
        }
      }
    }
  }

  private void start(Start start) {
    mayBeCutOff();
    Host host = start.host();
    start.spec().mounts().stream()
        .filter(Mount::isVolume)
        .forEach(
            mount -> {
              String home = firstHomes.computeIfAbsent(mount.source(), any -> host.name());
              assertThat(host.name()).as("the home of volume %s", mount.source()).isEqualTo(home);
              store.volumes().record(mount.source(), host.name());
            });
    launcher.start(host, start.spec());
  }

  private void mayBeCutOff() {
    if (random.nextDouble() < cutOff) {
      throw new IllegalStateException("the change was cut off");
    }
  }

  /** Never two instances of a service on a host while another that may run it has none. */
  private static void checkSpread(Plan plan, ActualState actual) {
    for (ServiceChange change : plan.changes()) {
      if (change.starts().isEmpty() || change.removesFirst()) {
        continue;
      }
      Map<String, Integer> counts = new HashMap<>();
      Set<InstanceId> gone = new TreeSet<>();
      change.removals().forEach(removal -> gone.add(removal.instance()));
      Job job =
          read(
                  change.service().job(),
                  change.starts().get(0).spec().labels().getOrDefault("viking.definition", ""))
              .orElseThrow();
      for (ActualHost host : actual.hosts()) {
        if (host.state().isSchedulable() && host.host().tags().containsAll(job.filter())) {
          counts.put(host.host().name(), 0);
          for (ActualInstance instance : host.instances()) {
            if (instance.id().service().equals(change.service()) && !gone.contains(instance.id())) {
              counts.merge(host.host().name(), 1, Integer::sum);
            }
          }
        }
      }
      for (Start start : change.starts()) {
        assertThat(counts)
            .as("%s may be placed on", start.spec().instance())
            .containsKey(start.host().name());
        counts.merge(start.host().name(), 1, Integer::sum);
      }
      int least = counts.values().stream().min(Integer::compare).orElse(0);
      for (Start start : change.starts()) {
        int on = counts.getOrDefault(start.host().name(), 0);
        assertThat(on < 2 || least > 0)
            .as(
                "%s has %d of %s while a host has none: %s",
                start.host(), on, change.service(), counts)
            .isTrue();
      }
    }
  }

  /** What must hold at any time. */
  void check() {
    for (Host host : hosts) {
      if (!down.contains(host.name())) {
        for (ActualInstance instance : launcher.inspect(host).instances()) {
          instance
              .definition()
              .ifPresent(
                  job ->
                      assertThat(host.tags())
                          .as("tags of the host of %s", instance.id())
                          .containsAll(job.filter()));
        }
      }
    }
    assertThat(store.ports().list().asMap().values()).as("allocated ports").doesNotHaveDuplicates();
  }

  /** How many instances of each service run, by host. */
  Map<ServiceName, List<String>> running() {
    Map<ServiceName, List<String>> running = new TreeMap<>();
    for (Host host : hosts) {
      for (ActualInstance instance : launcher.inspect(host).instances()) {
        if (instance.state() == ActualInstance.State.RUNNING) {
          running
              .computeIfAbsent(instance.id().service(), any -> new ArrayList<>())
              .add(host.name());
        }
      }
    }
    return running;
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
