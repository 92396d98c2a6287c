package io.viking.docker.reconcile;

import io.viking.docker.reconcile.ClusterEvent.Kind;
import io.viking.model.placement.HostState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Judges hosts by whether they answer: suspect at once, down after a time; and one that came back
 * after it was down gets instances again once it has been steady for a while. That while is nothing
 * the first time, then {@link #FLAPPING} tells, counting how often it went down within an hour.
 *
 * <p>Not safe for use by several threads.
 */
public final class HostWatch {
  /** How long a host that went down twice within an hour has to be steady; doubled each time. */
  public static final Backoff FLAPPING =
      new Backoff(Duration.ofSeconds(30), Duration.ofMinutes(10));

  private static final Duration REMEMBERED = Duration.ofHours(1);

  private final Duration downAfter;
  private final Map<String, Watched> hosts = new TreeMap<>();

  /**
   * @param downAfter how long a host may be silent before it counts as down; positive
   */
  public HostWatch(Duration downAfter) {
    if (downAfter.isNegative() || downAfter.isZero()) {
      throw new IllegalArgumentException("downAfter must be positive but was " + downAfter);
    }
    this.downAfter = downAfter;
  }

  /** What is known of one host. */
  private static final class Watched {
    final Deque<Instant> downs = new ArrayDeque<>();
    @Nullable Instant silentSince;
    boolean down;
    Duration steadyFor = Duration.ZERO;
    @Nullable Instant steadyAt;
  }

  /**
   * Takes notice of who answers, and who does not.
   *
   * @param silent why each of those does not, by name
   * @param asked when they were asked, since when a host that is silent now has been so at least
   * @return what has become of hosts since the last time
   */
  public List<ClusterEvent> observe(
      Collection<String> answering, Map<String, String> silent, Instant asked, Instant now) {
    List<ClusterEvent> events = new ArrayList<>();
    answering.forEach(host -> answers(host, now, events));
    silent.forEach((host, why) -> isSilent(host, why, asked, now, events));
    return events;
  }

  private void isSilent(
      String name, String why, Instant asked, Instant now, List<ClusterEvent> events) {
    Watched host = hosts.computeIfAbsent(name, any -> new Watched());
    Instant since = host.silentSince;
    if (since == null || since.isAfter(now)) {
      if (since == null) {
        events.add(new ClusterEvent(now, Kind.HOST_SUSPECT, name, "does not answer: " + why));
      }
      since = asked.isAfter(now) ? now : asked;
      host.silentSince = since;
    }
    HostState state = HostState.silentSince(since, now, downAfter);
    if (state.isDown() && !host.down) {
      host.down = true;
      host.downs.addLast(now);
      events.add(
          new ClusterEvent(
              now,
              Kind.HOST_DOWN,
              name,
              state.fault().orElse("") + "; what can run elsewhere is started elsewhere"));
    }
  }

  private void answers(String name, Instant now, List<ClusterEvent> events) {
    Watched host = hosts.computeIfAbsent(name, any -> new Watched());
    Instant since = host.silentSince;
    if (since != null) {
      host.silentSince = null;
      if (host.down) {
        host.down = false;
        host.steadyFor = steadyFor(host, now);
        host.steadyAt = now.plus(host.steadyFor);
      } else if (host.steadyAt != null) {
        host.steadyAt = now.plus(host.steadyFor);
      }
      boolean waits = host.steadyAt != null && host.steadyAt.isAfter(now);
      events.add(new ClusterEvent(now, Kind.HOST_BACK, name, back(host, since, now, waits)));
      if (!waits) {
        host.steadyAt = null;
      }
    } else if (host.steadyAt != null && !host.steadyAt.isAfter(now)) {
      host.steadyAt = null;
      events.add(
          new ClusterEvent(
              now,
              Kind.HOST_STEADY,
              name,
              "has answered for " + Words.of(host.steadyFor) + ", and is used again"));
    }
  }

  private static Duration steadyFor(Watched host, Instant now) {
    while (!host.downs.isEmpty() && host.downs.getFirst().plus(REMEMBERED).isBefore(now)) {
      host.downs.removeFirst();
    }
    int downs = host.downs.size();
    return downs < 2 ? Duration.ZERO : FLAPPING.after(downs - 1);
  }

  private static String back(Watched host, Instant since, Instant now, boolean waits) {
    Duration silence = since.isAfter(now) ? Duration.ZERO : Duration.between(since, now);
    String text = "answers again after " + Words.of(silence);
    return waits
        ? text
            + "; it went down "
            + host.downs.size()
            + " times within an hour, so it gets instances once it has been steady for "
            + Words.of(host.steadyFor)
        : text;
  }

  /** The state of a host at that time; of one that was never observed, {@link HostState#UP}. */
  public HostState state(String name, Instant now) {
    Watched host = hosts.get(name);
    if (host == null) {
      return HostState.UP;
    }
    if (host.silentSince != null) {
      return HostState.silentSince(host.silentSince, now, downAfter);
    }
    return host.steadyAt == null ? HostState.UP : HostState.UNSTEADY;
  }

  /** Whether some host is about to change by time alone, so that looking again soon is worth it. */
  public boolean isChanging() {
    return hosts.values().stream()
        .anyMatch(host -> (host.silentSince != null && !host.down) || host.steadyAt != null);
  }
}
