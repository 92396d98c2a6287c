package io.viking.docker.plan;

import io.viking.model.Job;
import io.viking.model.Pid;
import io.viking.model.placement.Scheduler;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Compares desired and actual state. Pure: the same input, the pids that the supplier gives
 * included, gives the same plan. Safe for use by several threads if scheduler and supplier are.
 *
 * <p>An instance that can stay where it is stays: the loss of a host moves that host's instances
 * and no other. What it costs to make up for such a loss depends on the scope: give it {@link
 * ActualState#servicesOn} that host.
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
   * @throws PlacementException if an instance can run nowhere; one that has lost its host, or is to
   *     leave it, waits instead
   * @throws io.viking.model.InvalidStackException if links of services in the scope form a cycle
   */
  public Plan plan(DesiredState desired, ActualState actual) {
    return new PlanRun(
            desired,
            new ContainerSpecs(desired, definitions),
            new Placement(actual, scheduler),
            new Inventory(actual, desired.scope(), pids))
        .plan();
  }
}
