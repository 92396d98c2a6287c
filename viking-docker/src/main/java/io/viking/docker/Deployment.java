package io.viking.docker;

import io.viking.docker.plan.Plan;
import java.util.List;

/**
 * A plan that has been carried out.
 *
 * @param plan the plan
 * @param instances every container that the plan started or kept, sorted by id
 */
public record Deployment(Plan plan, List<DeployedInstance> instances) {
  /** Copies the list. */
  public Deployment {
    instances = List.copyOf(instances);
  }
}
