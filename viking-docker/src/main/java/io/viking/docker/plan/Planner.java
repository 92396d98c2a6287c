package io.viking.docker.plan;

import io.viking.docker.plan.ActualInstance.State;
import io.viking.model.Host;
import io.viking.model.InstanceId;
import io.viking.model.Job;
import io.viking.model.Pid;
import io.viking.model.ServiceName;
import io.viking.model.Stack;
import io.viking.model.StackCatalog;
import io.viking.model.StackName;
import io.viking.model.StartOrder;
import io.viking.model.placement.Scheduler;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Compares desired and actual state. Pure: the same input, the pids that the supplier gives
 * included, gives the same plan. Safe for use by several threads if scheduler and supplier are.
 */
public final class Planner {
  private final Scheduler scheduler;
  private final Supplier<Pid> pids;
  private final Function<Job, String> definitions;

  /**
   * @param scheduler chooses the host of each new instance
   * @param pids gives the pid of each new instance; a pid that its service already has is skipped
   * @param definitions writes a job as JSON, for the {@code viking.definition} label
   */
  public Planner(Scheduler scheduler, Supplier<Pid> pids, Function<Job, String> definitions) {
    this.scheduler = scheduler;
    this.pids = pids;
    this.definitions = definitions;
  }

  /**
   * The plan that leads from one to the other.
   *
   * @throws PlacementException if an instance can run nowhere
   * @throws io.viking.model.InvalidStackException if links form a cycle
   */
  public Plan plan(DesiredState desired, ActualState actual) {
    return new Run(desired, actual).plan();
  }

  /** An instance and where it is. */
  private record Located(ActualHost host, ActualInstance instance) {
    Removal removal(String reason) {
      return new Removal(host.host(), instance.id(), reason);
    }
  }

  /** The making of one plan. */
  private final class Run {
    private final DesiredState desired;
    private final ContainerSpecs specs;
    private final Placement placement;
    private final Map<ServiceName, List<Located>> existing = new TreeMap<>();
    private final Map<ServiceName, Set<Pid>> taken = new HashMap<>();

    Run(DesiredState desired, ActualState actual) {
      this.desired = desired;
      specs = new ContainerSpecs(desired, definitions);
      placement = new Placement(actual, scheduler);
      for (ActualHost host : actual.hosts()) {
        for (ActualInstance instance : host.instances()) {
          ServiceName service = instance.id().service();
          existing
              .computeIfAbsent(service, any -> new ArrayList<>())
              .add(new Located(host, instance));
          taken.computeIfAbsent(service, any -> new HashSet<>()).add(instance.id().pid());
        }
      }
    }

    Plan plan() {
      List<List<ServiceChange>> removed = removedStages();
      List<List<ServiceChange>> stages = new ArrayList<>();
      for (List<ServiceName> stage : StartOrder.of(desired.catalog()).stages()) {
        List<ServiceChange> changes =
            stage.stream()
                .filter(desired.scope()::contains)
                .map(service -> change(service, desired.catalog().find(service).orElseThrow()))
                .toList();
        if (!changes.isEmpty()) {
          stages.add(changes);
        }
      }
      stages.addAll(removed);
      return new Plan(stages);
    }

    /** Removals of services that are no longer wanted: consumers before what they link to. */
    private List<List<ServiceChange>> removedStages() {
      Set<ServiceName> gone = new TreeSet<>(desired.scope());
      gone.removeIf(s -> desired.catalog().find(s).isPresent() || !existing.containsKey(s));
      Map<StackName, Stack> stacks = new TreeMap<>();
      for (ServiceName service : gone) {
        Optional<Job> definition =
            existing.getOrDefault(service, List.of()).stream()
                .flatMap(located -> located.instance().definition().stream())
                .findFirst();
        Job job = definition.orElseGet(() -> Job.of(service.job().value(), "unknown"));
        stacks.merge(
            service.stack(), Stack.of(service.stack(), List.of(job)), (old, one) -> old.with(job));
      }
      List<List<ServiceChange>> stages = new ArrayList<>();
      for (List<ServiceName> stage : StartOrder.of(StackCatalog.of(stacks.values())).stages()) {
        stages.add(0, stage.stream().map(this::removal).toList());
      }
      return stages;
    }

    private ServiceChange removal(ServiceName service) {
      List<Removal> removals =
          existing.getOrDefault(service, List.of()).stream()
              .map(located -> released(located, "the job is not wanted any more"))
              .toList();
      return ServiceChange.builder().service(service).removals(removals).build();
    }

    private Removal released(Located located, String reason) {
      placement.release(located.host().host(), located.instance().id());
      return located.removal(reason);
    }

    private ServiceChange change(ServiceName service, Job job) {
      String hash = specs.hash(service, job);
      List<Located> keep = new ArrayList<>();
      List<Removal> removals = new ArrayList<>();
      for (Located located : existing.getOrDefault(service, List.of())) {
        mismatch(located, job, hash)
            .ifPresentOrElse(
                reason -> removals.add(released(located, reason)), () -> keep.add(located));
      }
      while (keep.size() > job.scale()) {
        removals.add(released(surplus(keep), "surplus: scale is " + job.scale()));
      }
      List<Start> starts = new ArrayList<>();
      for (int missing = job.scale() - keep.size(); missing > 0; missing--) {
        starts.add(
            start(
                service,
                job,
                hash,
                starts.size() < removals.size()
                    ? removals.get(starts.size()).instance()
                        + ": "
                        + removals.get(starts.size()).reason()
                    : ""));
      }
      return ServiceChange.builder()
          .service(service)
          .ports(ContainerSpecs.ports(job))
          .kept(keep.stream().map(k -> new Kept(k.host().host(), k.instance().id())).toList())
          .starts(starts)
          .removals(removals)
          .removesFirst(job.writesToVolume())
          .clashes(specs.environment(service, job, ContainerSpecs.NO_PID).clashes())
          .build();
    }

    private Start start(ServiceName service, Job job, String hash, String replaced) {
      InstanceId instance = new InstanceId(service, freshPid(service));
      ActualHost host = placement.place(instance, job);
      return new Start(
          host.host(),
          specs.spec(instance, job, host, hash),
          replaced.isEmpty() ? "new" : "replaces " + replaced);
    }

    private Pid freshPid(ServiceName service) {
      Set<Pid> used = taken.computeIfAbsent(service, any -> new HashSet<>());
      Pid pid = pids.get();
      while (pid.equals(ContainerSpecs.NO_PID) || !used.add(pid)) {
        pid = pids.get();
      }
      return pid;
    }

    /** Why a container cannot stay; empty if it can. */
    private Optional<String> mismatch(Located located, Job job, String hash) {
      ActualInstance instance = located.instance();
      Host host = located.host().host();
      if (instance.state() == State.STOPPED || instance.state() == State.CREATED) {
        return Optional.of("it does not run");
      }
      if (instance.state() == State.DEPARTING) {
        return Optional.of("an earlier deployment had begun to remove it");
      }
      if (job.isStatic()) {
        return Optional.empty();
      }
      if (!instance.specHash().equals(hash)) {
        return Optional.of("the job has changed");
      }
      if (!Placement.allows(host, job)) {
        return Optional.of("host " + host + " lacks a tag of the job's filter");
      }
      String current = located.host().images().get(ImageName.normalize(job.image()));
      return current != null && !current.equals(instance.imageId())
          ? Optional.of("the image has changed")
          : Optional.empty();
    }

    /**
     * Takes out the instance that is missed least: one that keeps dying, else the last one of the
     * host that has most.
     */
    private Located surplus(List<Located> keep) {
      Map<String, Long> counts = new HashMap<>();
      keep.forEach(located -> counts.merge(located.host().host().name(), 1L, Long::sum));
      Located surplus =
          keep.stream()
              .max(
                  Comparator.comparing((Located l) -> l.instance().state() == State.RESTARTING)
                      .thenComparing(l -> counts.getOrDefault(l.host().host().name(), 0L))
                      .thenComparing(l -> l.host().host().name())
                      .thenComparing(l -> l.instance().id()))
              .orElseThrow();
      keep.remove(surplus);
      return surplus;
    }
  }
}
