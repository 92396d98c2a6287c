package io.viking.docker;

import io.viking.docker.launch.Launcher;
import io.viking.docker.plan.ActualHost;
import io.viking.docker.plan.ActualInstance;
import io.viking.docker.plan.ActualInstance.State;
import io.viking.docker.plan.ActualState;
import io.viking.docker.plan.ContainerSpec;
import io.viking.docker.plan.Plan;
import io.viking.docker.plan.ServiceChange;
import io.viking.docker.plan.Start;
import io.viking.model.Host;
import io.viking.model.InstanceId;
import io.viking.model.Pid;
import io.viking.model.ServiceName;
import io.viking.model.Stack;
import io.viking.model.StackCatalog;
import io.viking.model.StackName;
import io.viking.model.placement.HostLoad;
import io.viking.model.placement.HostState;
import io.viking.model.placement.HostState.Answer;
import io.viking.model.placement.Scheduler;
import io.viking.model.placement.SpreadScheduler;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Ways in which a reconciler goes wrong by a mistake that is easily made: the real one with one
 * thing that it sees, or plans, turned.
 */
enum WrongReconciler {
  /** As it is. */
  NOT,
  /** Every host seems to have every tag. */
  IGNORES_TAGS,
  /** A host that has just fallen silent counts as lost. */
  HASTY,
  /** What is not listed when it begins is nowhere. */
  EXPECTS_NOBODY,
  /** A lost host is waited for. */
  WAITS_FOR_EVER,
  /** A host that came back is trusted at once, however often it did. */
  TRUSTING,
  IGNORES_DRAINS,
  /** A volume is where its job runs next. */
  FORGETS_VOLUMES,
  /** What has ended is started again at once. */
  RESTLESS,
  /** What is too much stays. */
  KEEPS_SURPLUS,
  /** What has ended stays so. */
  IGNORES_ENDS,
  /** An instance of another version stays. */
  IGNORES_EDITS,
  STARTS_TWICE,
  /** What runs is stopped before its successor is started. */
  STOPS_FIRST,
  /** All of a service is on one host. */
  PILES_UP,
  /** What nobody has agreed to is done. */
  TAKES_SILENCE_FOR_YES,
  /** One instance fewer is started than there has to be. */
  ONE_SHORT;

  Scheduler scheduler() {
    return this == PILES_UP
        ? request ->
            request.candidates().stream()
                .map(HostLoad::host)
                .min(Comparator.comparing(Host::name))
                .orElseThrow()
        : new SpreadScheduler();
  }

  ReconciledCluster about(ReconciledCluster cluster) {
    return this == NOT ? cluster : new Turned(cluster);
  }

  private ActualHost seen(ActualHost host) {
    ActualHost.Builder seen = ActualHost.builder().from(host);
    return switch (this) {
      case IGNORES_TAGS ->
          seen.host(Host.builder().from(host.host()).addTags("ssd", "big").build()).build();
      case FORGETS_VOLUMES -> host.state().answers() ? host : seen.volumes(Set.of()).build();
      case HASTY -> state(host, Answer.SUSPECT, Answer.DOWN);
      case WAITS_FOR_EVER -> state(host, Answer.DOWN, Answer.SUSPECT);
      case TRUSTING -> state(host, Answer.UNSTEADY, Answer.UP);
      default -> host;
    };
  }

  private static ActualHost state(ActualHost host, Answer from, Answer to) {
    HostState state = host.state();
    return state.answer() == from
        ? ActualHost.builder()
            .from(host)
            .state(new HostState(to, state.silence(), state.drained()))
            .build()
        : host;
  }

  private ServiceChange planned(ServiceChange change) {
    ServiceChange.Builder planned = ServiceChange.builder().from(change);
    return switch (this) {
      case KEEPS_SURPLUS ->
          planned
              .removals(
                  change.removals().stream()
                      .filter(removal -> !removal.reason().startsWith("surplus"))
                      .toList())
              .build();
      case IGNORES_ENDS -> without(change, "it does not run");
      case IGNORES_EDITS -> without(change, "the job has changed");
      case STARTS_TWICE -> planned.starts(twice(change.starts())).build();
      case STOPS_FIRST -> planned.removesFirst(true).build();
      case ONE_SHORT -> planned.starts(change.starts().stream().skip(1).toList()).build();
      default -> change;
    };
  }

  private static ServiceChange without(ServiceChange change, String reason) {
    return ServiceChange.builder()
        .from(change)
        .starts(change.starts().stream().filter(s -> !s.reason().contains(reason)).toList())
        .removals(change.removals().stream().filter(r -> !r.reason().equals(reason)).toList())
        .build();
  }

  private static List<Start> twice(List<Start> starts) {
    List<Start> twice = new ArrayList<>(starts);
    for (Start start : starts) {
      InstanceId id = start.spec().instance();
      char first = id.pid().value().charAt(0);
      Pid other = Pid.of((first == 'f' ? 'e' : 'f') + id.pid().value().substring(1));
      ContainerSpec spec =
          ContainerSpec.builder()
              .from(start.spec())
              .instance(new InstanceId(id.service(), other))
              .build();
      twice.add(new Start(start.host(), spec, start.reason(), start.replaces()));
    }
    return twice;
  }

  /** A cluster that is seen, or planned, wrongly. */
  private final class Turned implements ReconciledCluster {
    private final ReconciledCluster cluster;
    private ActualState read = ActualState.builder().build();

    Turned(ReconciledCluster cluster) {
      this.cluster = cluster;
    }

    @Override
    public List<Host> hosts() {
      return cluster.hosts();
    }

    @Override
    public Set<String> liveHosts() {
      return cluster.liveHosts();
    }

    @Override
    public Set<String> reportedHosts() {
      Set<String> reported = cluster.reportedHosts();
      return WrongReconciler.this == EXPECTS_NOBODY ? Set.of() : reported;
    }

    @Override
    public Set<String> drainedHosts() {
      Set<String> drained = cluster.drainedHosts();
      return WrongReconciler.this == IGNORES_DRAINS ? Set.of() : drained;
    }

    @Override
    public ActualState read(List<Host> hosts) {
      read = cluster.read(hosts);
      return read;
    }

    @Override
    public Plan plan(
        StackCatalog catalog, Set<ServiceName> scope, ActualState actual, boolean pull) {
      ActualState.Builder seen =
          ActualState.builder()
              .from(actual)
              .hosts(actual.hosts().stream().map(this::ended).map(h -> seen(h)).toList());
      if (WrongReconciler.this == FORGETS_VOLUMES) {
        seen.volumeHomes(Map.of());
      }
      Plan plan = cluster.plan(catalog, scope, seen.build(), pull);
      return new Plan(
          plan.stages().stream()
              .map(stage -> stage.stream().map(change -> planned(change)).toList())
              .toList());
    }

    /** The host with what has ended there as it is. */
    private ActualHost ended(ActualHost host) {
      if (WrongReconciler.this != RESTLESS) {
        return host;
      }
      Set<InstanceId> stopped =
          Set.copyOf(
              read.hosts().stream()
                  .flatMap(answer -> answer.instances().stream())
                  .filter(instance -> instance.state() == State.STOPPED)
                  .map(ActualInstance::id)
                  .toList());
      return ActualHost.builder()
          .from(host)
          .instances(
              host.instances().stream()
                  .map(
                      i ->
                          stopped.contains(i.id())
                              ? ActualInstance.builder().from(i).state(State.STOPPED).build()
                              : i)
                  .toList())
          .build();
    }

    @Override
    public void change(StackName stack, Consumer<Locked> change) {
      cluster.change(stack, change);
    }

    @Override
    public void settled(Stack stack) {
      cluster.settled(stack);
    }

    @Override
    public String lastWords(Host host, InstanceId instance) {
      return cluster.lastWords(host, instance);
    }

    @Override
    public Launcher.Subscription watch(Host host, Runnable news, Runnable ended) {
      return cluster.watch(host, news, ended);
    }
  }
}
