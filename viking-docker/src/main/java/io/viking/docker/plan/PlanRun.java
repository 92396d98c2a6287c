package io.viking.docker.plan;

import io.viking.model.Job;
import io.viking.model.ServiceName;
import io.viking.model.Stack;
import io.viking.model.StackCatalog;
import io.viking.model.StackName;
import io.viking.model.StartOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The making of one plan: which services change, and in which order. Used once. */
final class PlanRun {
  private final DesiredState desired;
  private final ContainerSpecs specs;
  private final Placement placement;
  private final Inventory inventory;

  PlanRun(DesiredState desired, ContainerSpecs specs, Placement placement, Inventory inventory) {
    this.desired = desired;
    this.specs = specs;
    this.placement = placement;
    this.inventory = inventory;
  }

  Plan plan() {
    List<List<ServiceChange>> removed = removedStages();
    List<List<ServiceChange>> stages = new ArrayList<>();
    for (List<ServiceName> stage : StartOrder.of(desired.catalog(), desired.scope()).stages()) {
      stages.add(stage.stream().map(this::change).toList());
    }
    stages.addAll(removed);
    return new Plan(stages);
  }

  private ServiceChange change(ServiceName service) {
    Job job = desired.catalog().find(service).orElseThrow();
    return new ServicePlan(
            service, job, specs.template(service, job), placement, inventory, desired.fates())
        .change();
  }

  /** Removals of services that are no longer wanted: consumers before what they link to. */
  private List<List<ServiceChange>> removedStages() {
    Set<ServiceName> gone = new TreeSet<>(desired.scope());
    gone.removeIf(s -> desired.catalog().find(s).isPresent() || inventory.of(s).isEmpty());
    Map<StackName, List<Job>> jobs = new TreeMap<>();
    for (ServiceName service : gone) {
      jobs.computeIfAbsent(service.stack(), any -> new ArrayList<>()).add(lastKnown(service));
    }
    List<Stack> stacks = new ArrayList<>();
    jobs.forEach((stack, all) -> stacks.add(Stack.of(stack, all)));
    List<List<ServiceChange>> stages = new ArrayList<>();
    for (List<ServiceName> stage : StartOrder.of(StackCatalog.of(stacks)).stages()) {
      stages.add(0, stage.stream().map(this::removal).toList());
    }
    return stages;
  }

  /** The job as one of its instances tells it, for its links. */
  private Job lastKnown(ServiceName service) {
    return inventory.of(service).stream()
        .flatMap(located -> located.instance().definition().stream())
        .filter(job -> job.name().equals(service.job()))
        .findFirst()
        .orElseGet(() -> Job.of(service.job().value(), "unknown"));
  }

  private ServiceChange removal(ServiceName service) {
    ServiceChange.Builder change = ServiceChange.builder().service(service);
    String reason = "the job is not wanted any more";
    for (Located located : inventory.of(service)) {
      if (located.host().state().answers()) {
        Removal removal = located.removal(reason, Optional.empty());
        placement.release(removal);
        change.addRemovals(removal);
      } else {
        change.addWaiting(located.waiting(reason + ", but " + located.hostFault()));
      }
    }
    return change.build();
  }
}
