package io.viking.docker.reconcile;

import io.viking.docker.plan.ActualHost;
import io.viking.docker.plan.ActualInstance;
import io.viking.docker.plan.ActualInstance.State;
import io.viking.docker.plan.ActualState;
import io.viking.model.Host;
import io.viking.model.InstanceId;
import io.viking.model.ServiceName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Takes notice of instances whose process has ended, and lets a service rest between one end and
 * the replacement: {@link #REST} tells how long. Another version of the job begins anew, and so
 * does one that has been at peace for {@link #PEACE}.
 *
 * <p>Not safe for use by several threads.
 */
public final class CrashWatch {
  /** How long a service rests after one end, after two, and so on. */
  public static final Backoff REST = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5));

  /** After as long without an end, earlier ones are forgotten. */
  public static final Duration PEACE = Duration.ofMinutes(10);

  private final Map<ServiceName, Ends> records = new TreeMap<>();
  private final Map<InstanceId, Instant> restarting = new TreeMap<>();
  private Set<InstanceId> ended = Set.of();

  /** What is known of one service. */
  private record Ends(String specHash, int count, Instant last, Instant readyAt) {}

  /**
   * An end that was not known before.
   *
   * @param host where
   * @param instance which instance
   * @param reason what is done about it, for people
   */
  public record End(Host host, InstanceId instance, String reason) {}

  /**
   * What one look showed.
   *
   * @param ends the ends that were not known before
   * @param resting the ended instances that are not replaced yet
   */
  public record Report(List<End> ends, Set<InstanceId> resting) {
    /** Copies both. */
    public Report {
      ends = List.copyOf(ends);
      resting = Set.copyOf(resting);
    }
  }

  /** Takes notice of what is. */
  public Report observe(ActualState actual, Instant now) {
    records.values().removeIf(record -> record.last().plus(PEACE).isBefore(now));
    restarting.values().removeIf(last -> last.plus(PEACE).isBefore(now));
    List<End> ends = new ArrayList<>();
    Set<InstanceId> stopped = new HashSet<>();
    for (ActualHost host : actual.hosts()) {
      for (ActualInstance instance : host.instances()) {
        // What a silent host reported last may have changed since, and is no news.
        boolean told = !host.state().answers();
        if (instance.state() == State.STOPPED) {
          stopped.add(instance.id());
          if (!told && !ended.contains(instance.id())) {
            Duration rest = end(instance, now);
            String reason = "its process has ended; it is replaced after " + Words.of(rest);
            ends.add(new End(host.host(), instance.id(), reason));
          }
        } else if (instance.state() == State.RESTARTING && !told) {
          if (restarting.put(instance.id(), now) == null) {
            String reason = "its process keeps ending; its engine restarts it";
            ends.add(new End(host.host(), instance.id(), reason));
          }
        }
      }
    }
    ended = Set.copyOf(stopped);
    stopped.removeIf(id -> !isResting(id.service(), now));
    return new Report(ends, stopped);
  }

  /** Whether some service is about to be ready, so that looking again soon is worth it. */
  public boolean isChanging(Instant now) {
    return records.values().stream().anyMatch(record -> record.readyAt().isAfter(now));
  }

  private Duration end(ActualInstance instance, Instant now) {
    ServiceName service = instance.id().service();
    Optional<Ends> known =
        Optional.ofNullable(records.get(service))
            .filter(record -> record.specHash().equals(instance.specHash()));
    if (known.isPresent() && known.get().readyAt().isAfter(now)) {
      return Duration.between(now, known.get().readyAt()); // One rest for all that end meanwhile.
    }
    int ends = known.map(Ends::count).orElse(0) + 1;
    Duration rest = REST.after(ends);
    records.put(service, new Ends(instance.specHash(), ends, now, now.plus(rest)));
    return rest;
  }

  private boolean isResting(ServiceName service, Instant now) {
    Ends record = records.get(service);
    return record != null && record.readyAt().isAfter(now);
  }
}
