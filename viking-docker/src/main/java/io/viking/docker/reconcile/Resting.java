package io.viking.docker.reconcile;

import io.viking.docker.plan.ActualHost;
import io.viking.docker.plan.ActualInstance;
import io.viking.docker.plan.ActualInstance.State;
import io.viking.docker.plan.ActualState;
import io.viking.docker.plan.Plan;
import io.viking.docker.plan.ServiceChange;
import io.viking.model.InstanceId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Instances that have ended and are not replaced yet.
 *
 * @param instances which
 */
public record Resting(Set<InstanceId> instances) {
  /** Copies the set. */
  public Resting {
    instances = Set.copyOf(instances);
  }

  /**
   * What is, with these as if their engines were about to restart them: a plan then leaves them
   * alone unless the job changes, and where there are too many it is these that go.
   */
  public ActualState asIfRunning(ActualState actual) {
    if (instances.isEmpty()) {
      return actual;
    }
    return ActualState.builder()
        .from(actual)
        .hosts(actual.hosts().stream().map(this::asIfRunning).toList())
        .build();
  }

  private ActualHost asIfRunning(ActualHost host) {
    List<ActualInstance> all = new ArrayList<>();
    for (ActualInstance instance : host.instances()) {
      boolean rests = instance.state() == State.STOPPED && instances.contains(instance.id());
      all.add(
          rests
              ? ActualInstance.builder().from(instance).state(State.RESTARTING).build()
              : instance);
    }
    return ActualHost.builder().from(host).instances(all).build();
  }

  /**
   * The plan without services that do not change, and without waiting for these instances, which
   * nobody will ever reach.
   */
  public Plan changesOnly(Plan plan) {
    List<List<ServiceChange>> stages = new ArrayList<>();
    for (List<ServiceChange> stage : plan.stages()) {
      List<ServiceChange> changes =
          stage.stream().filter(change -> !change.isEmpty()).map(this::withoutThese).toList();
      if (!changes.isEmpty()) {
        stages.add(changes);
      }
    }
    return new Plan(stages);
  }

  private ServiceChange withoutThese(ServiceChange change) {
    return ServiceChange.builder()
        .from(change)
        .kept(change.kept().stream().filter(k -> !instances.contains(k.instance())).toList())
        .build();
  }
}
