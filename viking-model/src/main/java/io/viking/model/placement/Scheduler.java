package io.viking.model.placement;

import io.viking.model.Host;

/**
 * Chooses the host of each new instance. Implementations must be deterministic (a plan that was
 * shown is the plan that is carried out), keep nothing from one request to the next, and be safe
 * for use by several threads. A new one must pass {@code SchedulerContract} of this module's test
 * jar.
 *
 * <pre>{@code
 * Scheduler firstHost = request -> request.candidates().get(0).host();
 * }</pre>
 */
@FunctionalInterface
public interface Scheduler {
  /**
   * Chooses one of the request's candidates. Called once for each instance; the loads of the next
   * request include the answers to the earlier ones.
   *
   * @return the host of one of the candidates; anything else fails the plan
   */
  Host place(PlacementRequest request);
}
