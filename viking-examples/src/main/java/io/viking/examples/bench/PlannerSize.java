package io.viking.examples.bench;

/**
 * How large a cluster on paper is: ten instances a service, a hundred a host.
 *
 * @param instances a multiple of 100
 */
record PlannerSize(int instances) {
  private static final int PER_HOST = 100;
  private static final int PER_SERVICE = 10;

  int hosts() {
    return instances / PER_HOST;
  }

  int services() {
    return instances / PER_SERVICE;
  }

  /** A cluster that many times smaller, in whole stacks. */
  PlannerSize dividedBy(int divisor) {
    return new PlannerSize(instances / divisor / PER_HOST * PER_HOST);
  }
}
