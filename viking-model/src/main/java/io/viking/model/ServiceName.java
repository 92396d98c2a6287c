package io.viking.model;

/**
 * A job of a stack, as the cluster knows it.
 *
 * @param stack the stack
 * @param job the job in it
 */
public record ServiceName(StackName stack, JobName job) implements Comparable<ServiceName> {

  /** The service {@code stack/job} from two texts. */
  public static ServiceName of(String stack, String job) {
    return new ServiceName(StackName.of(stack), JobName.of(job));
  }

  /**
   * Reads {@code stack/job}.
   *
   * @throws IllegalArgumentException if the text has another form
   */
  public static ServiceName parse(String path) {
    int slash = path.indexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException("service '" + path + "' must be written STACK/JOB");
    }
    return of(path.substring(0, slash), path.substring(slash + 1));
  }

  /** {@code <stack>_<job>}: what containers, volumes and etcd keys are named after. */
  public String value() {
    return stack + "_" + job;
  }

  /** {@code <stack>/<job>}: what people write. */
  public String path() {
    return stack + "/" + job;
  }

  @Override
  public int compareTo(ServiceName other) {
    int byStack = stack.compareTo(other.stack);
    return byStack != 0 ? byStack : job.compareTo(other.job);
  }

  /** The same as {@link #value()}. */
  @Override
  public String toString() {
    return value();
  }
}
