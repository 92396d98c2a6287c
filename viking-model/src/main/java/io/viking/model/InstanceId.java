package io.viking.model;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One running container of a service.
 *
 * @param service the service it is an instance of
 * @param pid what tells it from its siblings
 */
public record InstanceId(ServiceName service, Pid pid) implements Comparable<InstanceId> {
  private static final Comparator<InstanceId> ORDER =
      Comparator.comparing(InstanceId::service).thenComparing(InstanceId::pid);

  private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");

  /** {@code <stack>_<job>_<pid>}. */
  public String containerName() {
    return service.value() + "_" + pid;
  }

  /** {@code <stack>_<job>_<port>_<pid>}: the id under which that port's endpoint is registered. */
  public String serviceId(ExposedPort port) {
    return service.value() + "_" + port.number() + "_" + pid;
  }

  /** The instance that has this as one of its {@link #serviceId}s; empty if none can. */
  public static Optional<InstanceId> ofServiceId(String serviceId) {
    String[] parts = serviceId.split("_", -1);
    if (parts.length != 4 || !PORT.matcher(parts[2]).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(new InstanceId(ServiceName.of(parts[0], parts[1]), Pid.of(parts[3])));
    } catch (IllegalArgumentException another) {
      return Optional.empty();
    }
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
