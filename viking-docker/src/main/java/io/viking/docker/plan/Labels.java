package io.viking.docker.plan;

/** The labels that viking puts on every container; actual state is read from them. */
public final class Labels {
  /** The stack's name. */
  public static final String STACK = "viking.stack";

  /** The job's name. */
  public static final String JOB = "viking.job";

  /** The instance's pid. */
  public static final String PID = "viking.pid";

  /** A hash of the container spec without what differs between instances. */
  public static final String SPEC = "viking.spec";

  /** The job as JSON. */
  public static final String DEFINITION = "viking.definition";

  /** The names of the variables whose values are secrets, with spaces between; absent: none. */
  public static final String SECRETS = "viking.secrets";

  /** The number of the deployment that made the container: greater for each later one. */
  public static final String DEPLOY = "viking.deploy";

  private Labels() {}
}
