package io.viking.model;

import java.util.Comparator;

/**
 * One running container of a service.
 *
 * @param service the service it is an instance of
 * @param pid what tells it from its siblings
 */
public record InstanceId(ServiceName service, Pid pid) implements Comparable<InstanceId> {
  private static final Comparator<InstanceId> ORDER =
      Comparator.comparing(InstanceId::service).thenComparing(InstanceId::pid);

  /** {@code <stack>_<job>_<pid>}. */
  public String containerName() {
    return service.value() + "_" + pid;
  }

  /** {@code <stack>_<job>_<port>_<pid>}: the id under which that port's endpoint is registered. */
  public String serviceId(ExposedPort port) {
    return service.value() + "_" + port.number() + "_" + pid;
  }

  @Override
  public int compareTo(InstanceId other) {
    return ORDER.compare(this, other);
  }

  /** The same as {@link #containerName()}. */
  @Override
  public String toString() {
    return containerName();
  }
}
