package io.viking.docker.plan;

import io.viking.model.ExposedPort;
import io.viking.model.InstanceId;
import io.viking.model.Job;
import io.viking.model.SecretSource;
import io.viking.model.ServiceName;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The variables that a service's containers get, before there is one. */
public final class EnvironmentPreview {
  /** What stands where a container's pid will be. */
  public static final String PID_PLACEHOLDER = "<pid>";

  private EnvironmentPreview() {}

  /**
   * The variables of that service, sorted by name, with {@link #PID_PLACEHOLDER} for the pid.
   *
   * @param desired its catalog has the service, and the ports of the service and of all it links to
   *     are settled and allocated
   */
  public static Map<String, String> of(DesiredState desired, ServiceName service) {
    Job job = desired.catalog().find(service).orElseThrow();
    InstanceId nobody = new InstanceId(service, ContainerSpecs.NO_PID);
    Map<String, String> variables =
        new TreeMap<>(
            new ContainerSpecs(desired, any -> "")
                .environment(service, job, ContainerSpecs.NO_PID)
                .variables());
    variables.replaceAll((name, value) -> isOwn(name, job) ? value : preview(value, nobody, job));
    return variables;
  }

  /**
   * Which of these variables are secrets, and where their values are found; {@link #of} has {@link
   * SecretSource#placeholder} in the place of each. Sorted by name.
   *
   * @param desired as for {@link #of}; no secret needs to have been read
   */
  public static SortedMap<String, SecretSource> secrets(DesiredState desired, ServiceName service) {
    SortedMap<String, SecretSource> sources = new TreeMap<>();
    new ContainerSpecs(desired, any -> "")
        .secrets(service, desired.catalog().find(service).orElseThrow())
        .forEach((name, origin) -> sources.put(name, origin.source()));
    return sources;
  }

  private static boolean isOwn(String name, Job job) {
    return job.environment().containsKey(name) || job.secrets().containsKey(name);
  }

  private static String preview(String value, InstanceId nobody, Job job) {
    String placed = replaceName(value, nobody.containerName(), nobody);
    for (ExposedPort port : ContainerSpecs.ports(job)) {
      placed = replaceName(placed, nobody.serviceId(port), nobody);
    }
    return placed;
  }

  private static String replaceName(String value, String name, InstanceId nobody) {
    String prefix = name.substring(0, name.length() - nobody.pid().value().length());
    return value.equals(name) || value.startsWith("/" + name + "/")
        ? value.replace(name, prefix + PID_PLACEHOLDER)
        : value;
  }
}
