package io.viking.model.placement;

import io.viking.model.Host;

/**
 * Chooses the host of each new instance. Implementations must be deterministic (a plan that was
 * shown is the plan that is carried out) and safe for use by several threads.
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
