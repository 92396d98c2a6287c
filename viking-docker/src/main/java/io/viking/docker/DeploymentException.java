package io.viking.docker;

import io.viking.model.InstanceId;
import io.viking.model.ServiceName;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A deployment stopped half-way. What it started runs on; deploying again goes on from there. Where
 * the update of a service failed, that service is again what it was. The message says what was
 * done, what failed and why, what was rolled back, and what was not started. Where it stopped
 * because the lock of a stack was lost, that is its cause.
 */
public final class DeploymentException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<InstanceId> done;
  private final transient SortedMap<InstanceId, String> failures;
  private final transient List<InstanceId> notStarted;
  private final transient SortedMap<ServiceName, String> rolledBack;

  DeploymentException(
      Collection<InstanceId> done,
      Map<InstanceId, String> failures,
      Collection<InstanceId> notStarted,
      Map<ServiceName, String> rolledBack,
      Optional<? extends RuntimeException> cause) {
    super(
        message(done, new TreeMap<>(failures), notStarted, new TreeMap<>(rolledBack), cause),
        cause.orElse(null));
    this.done = List.copyOf(done);
    this.failures = new TreeMap<>(failures);
    this.notStarted = List.copyOf(notStarted);
    this.rolledBack = new TreeMap<>(rolledBack);
  }

  /** The containers that were started, or removed, before it stopped. */
  public List<InstanceId> done() {
    return done;
  }

  /** The containers that could not be started, reached or removed, each with the reason. */
  public SortedMap<InstanceId, String> failures() {
    return failures;
  }

  /** The containers that were not started because of the failures. */
  public List<InstanceId> notStarted() {
    return notStarted;
  }

  /**
   * The services whose update failed, each with what has become of it; empty if none did, or the
   * deployment was not to put them back.
   */
  public SortedMap<ServiceName, String> rolledBack() {
    return rolledBack;
  }

  private static String message(
      Collection<InstanceId> done,
      SortedMap<InstanceId, String> failures,
      Collection<InstanceId> notStarted,
      SortedMap<ServiceName, String> rolledBack,
      Optional<? extends RuntimeException> cause) {
    String failed = lines("Failed", failures);
    Map<String, String> services = new TreeMap<>();
    rolledBack.forEach((service, what) -> services.put(service.path(), what));
    return "the deployment stopped half-way: "
        + failures.size()
        + " failed, "
        + done.size()
        + " done, "
        + notStarted.size()
        + " not started."
        + cause.map(why -> "\n  Stopped: " + Failures.text(why)).orElse("")
        + failed
        + lines("Rolled back", services)
        + "\n  Done: "
        + names(done)
        + "\n  Not started: "
        + names(notStarted)
        + "\n  Fix: mend the cause and deploy again; what has been done is kept.";
  }

  private static String lines(String title, Map<?, String> texts) {
    return texts.entrySet().stream()
        .map(
            text ->
                "\n  %s: %s: %s"
                    .formatted(title, text.getKey(), text.getValue().replace("\n", "\n    ")))
        .collect(Collectors.joining());
  }

  private static String names(Collection<InstanceId> instances) {
    return instances.isEmpty()
        ? "none"
        : instances.stream().map(InstanceId::toString).collect(Collectors.joining(", "));
  }
}
