package io.viking.docker;

import io.viking.model.Job;
import io.viking.model.ServiceName;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What people mean by what is in a {@link SimulatedFolder}, whatever is broken or away there; said
 * loosely, where a reconciler may take its time.
 */
final class SimulatedWishes {
  private static final Duration LATE = Duration.ofSeconds(30);

  private final SimulatedFolder folder;
  private final Clock clock;
  private final Map<ServiceName, Job> wanted = new TreeMap<>();
  private final Map<ServiceName, Instant> deleted = new TreeMap<>();

  SimulatedWishes(SimulatedFolder folder, Clock clock) {
    this.folder = folder;
    this.clock = clock;
  }

  /** Somebody reads the folder now. */
  void look() {
    Map<ServiceName, Job> files = folder.files();
    files.forEach(
        (service, job) -> {
          if (folder.isInForce(service)) {
            wanted.put(service, job);
            deleted.remove(service);
          }
        });
    wanted.keySet().stream()
        .filter(service -> !files.containsKey(service) && folder.isInForce(service.stack()))
        .forEach(service -> deleted.putIfAbsent(service, clock.instant()));
    deleted.forEach(
        (service, since) -> {
          if (since.plus(LATE).isBefore(clock.instant())) {
            wanted.remove(service);
          }
        });
  }

  /** The job as it was last right, for a while even if it is deleted. */
  Optional<Job> job(ServiceName service) {
    return Optional.ofNullable(wanted.get(service));
  }

  /** More instances of it than that are too many. */
  int most(ServiceName service) {
    return job(service).map(Job::scale).orElse(0);
  }

  /** So many are to be left, if as many run. */
  int least(ServiceName service) {
    return deleted.containsKey(service) ? 0 : most(service);
  }
}
