package io.viking.docker.reconcile;

import io.viking.model.Job;
import io.viking.model.ServiceName;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Services whose change failed, each of which rests for a while before it is tried again: {@link
 * #REST} tells how long. It is tried at once when its job is another one, or when the hosts that
 * can be used are others; the count begins anew only with another job.
 *
 * <p>Safe for use by several threads.
 */
public final class FailedServices {
  /** How long a service rests after one failure, after two, and so on. */
  public static final Backoff REST = new Backoff(Duration.ofSeconds(5), Duration.ofMinutes(5));

  /** How long one rests at the most that was to be changed after another, which failed. */
  public static final Duration AFTER_ANOTHER = Duration.ofSeconds(60);

  private final Map<ServiceName, Failure> failures = new TreeMap<>();

  /** Nothing has failed yet. */
  public FailedServices() {}

  /** What failed, and by what it is judged whether the same would be tried again. */
  private record Failure(int count, Instant retryAt, Optional<Job> wanted, Set<String> hosts) {
    boolean isSame(Optional<Job> job) {
      return wanted.equals(job);
    }
  }

  /**
   * Takes notice of a failure, and says when it is tried again.
   *
   * @param wanted the job as it was to be; empty if it was to be removed
   * @param hosts the hosts that could be used
   */
  public synchronized Duration failed(
      ServiceName service, Optional<Job> wanted, Set<String> hosts, Instant now) {
    int count = countOf(service, wanted) + 1;
    Duration rest = REST.after(count);
    failures.put(service, new Failure(count, now.plus(rest), wanted, Set.copyOf(hosts)));
    return rest;
  }

  /**
   * Takes notice of one that was not reached because another failed; that is no failure of its own.
   *
   * @param rest how long the other one rests
   */
  public synchronized void heldUp(
      ServiceName service, Optional<Job> wanted, Set<String> hosts, Duration rest, Instant now) {
    Duration wait = rest.compareTo(AFTER_ANOTHER) < 0 ? rest : AFTER_ANOTHER;
    failures.put(
        service, new Failure(countOf(service, wanted), now.plus(wait), wanted, Set.copyOf(hosts)));
  }

  private int countOf(ServiceName service, Optional<Job> wanted) {
    return Optional.ofNullable(failures.get(service))
        .filter(failure -> failure.isSame(wanted))
        .map(Failure::count)
        .orElse(0);
  }

  /** Forgets earlier failures. */
  public synchronized void succeeded(ServiceName service) {
    failures.remove(service);
  }

  /** Whether that service is not tried again yet. */
  public synchronized boolean isResting(
      ServiceName service, Optional<Job> wanted, Set<String> hosts, Instant now) {
    return Optional.ofNullable(failures.get(service))
        .filter(failure -> failure.isSame(wanted) && failure.hosts().equals(hosts))
        .filter(failure -> failure.retryAt().isAfter(now))
        .isPresent();
  }

  /** Whether some service is about to be tried again, so that looking again soon is worth it. */
  public synchronized boolean isChanging(Instant now) {
    return failures.values().stream().anyMatch(failure -> failure.retryAt().isAfter(now));
  }
}
