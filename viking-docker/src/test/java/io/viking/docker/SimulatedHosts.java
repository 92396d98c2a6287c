package io.viking.docker;

import io.viking.model.Host;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which simulated engines and agents are off, and what somebody who looks now and then can know of
 * it. Judges the reconciler, and has nothing from it.
 */
final class SimulatedHosts {
  static final Duration DOWN_AFTER = Duration.ofSeconds(15);

  /** A host that went down twice within an hour is not trusted for as long at the least. */
  private static final Duration DISTRUST = Duration.ofSeconds(30);

  /** Longer than a reconciler remembers that a host was down. */
  private static final Duration REMEMBERED = Duration.ofMinutes(65);

  private final Clock clock;
  private final List<Host> all;
  private final Set<String> enginesOff = new TreeSet<>();
  private final Set<String> agentsOff = new TreeSet<>();
  private final Map<String, Instant> silentSince = new TreeMap<>();
  private final Deque<Down> downs = new ArrayDeque<>();

  /** Of hosts that somebody who does not list them may have heard of. */
  private final Deque<Down> otherDowns = new ArrayDeque<>();

  private final Set<String> known = new TreeSet<>();
  private final Set<String> down = new TreeSet<>();
  private final Map<String, Instant> backAt = new TreeMap<>();

  private final Deque<Instant> changes = new ArrayDeque<>();
  private Set<String> lastUsable = Set.of();

  /** That a host was taken for lost. */
  private record Down(String host, Instant at) {}

  SimulatedHosts(List<Host> all, Clock clock) {
    this.all = List.copyOf(all);
    this.clock = clock;
  }

  List<Host> all() {
    return all;
  }

  void engine(String host, boolean on) {
    set(enginesOff, host, !on);
  }

  void agent(String host, boolean on) {
    set(agentsOff, host, !on);
  }

  private static void set(Set<String> set, String host, boolean in) {
    if (in) {
      set.add(host);
    } else {
      set.remove(host);
    }
  }

  boolean hasEngine(String host) {
    return !enginesOff.contains(host);
  }

  boolean hasAgent(String host) {
    return !agentsOff.contains(host);
  }

  boolean works(String host) {
    return hasEngine(host) && hasAgent(host);
  }

  Set<String> working() {
    return all.stream().map(Host::name).filter(this::works).collect(Collectors.toSet());
  }

  /** Somebody looks at them now, and sees that these are to be empty. */
  void look(Set<String> drained) {
    Instant now = clock.instant();
    Set<String> usable = new TreeSet<>(working());
    usable.removeAll(drained);
    if (!usable.equals(lastUsable)) {
      lastUsable = usable;
      changes.addLast(now);
    }
    for (Host host : all) {
      String name = host.name();
      if (hasAgent(name)) {
        known.add(name);
      }
      if (!works(name)) {
        silentSince.putIfAbsent(name, now);
        if (isSilentForLong(name) && down.add(name)) {
          (known.contains(name) ? downs : otherDowns).add(new Down(name, now));
        }
      } else {
        silentSince.remove(name);
        if (down.remove(name)) {
          backAt.put(name, now);
        }
      }
    }
    downs.removeIf(old -> old.at().isBefore(now.minus(REMEMBERED)));
    otherDowns.removeIf(old -> old.at().isBefore(now.minus(REMEMBERED)));
  }

  private boolean isSilentForLong(String host) {
    Instant since = silentSince.get(host);
    return since != null && !since.plus(DOWN_AFTER).isAfter(clock.instant());
  }

  /**
   * Whether it has been seen silent for so long that what it runs is taken for lost; or nobody can
   * know that it runs anything.
   */
  boolean isDown(String host) {
    return !known.contains(host) || isSilentForLong(host);
  }

  /** How often the hosts that can be used have become others within that time. */
  long changesWithin(Duration time) {
    Instant from = clock.instant().minus(time);
    changes.removeIf(change -> change.isBefore(from.minus(Duration.ofHours(1))));
    return changes.stream().filter(change -> change.isAfter(from)).count();
  }

  /** How many hosts went down within that time. */
  long downsWithin(Duration time) {
    Instant from = clock.instant().minus(time);
    return downs.stream().filter(down -> down.at().isAfter(from)).count();
  }

  /** Whether it was down twice within an hour, and is back for too short a time to be trusted. */
  boolean isUnsteady(String host) {
    Instant now = clock.instant();
    Instant hourAgo = now.minus(Duration.ofMinutes(55));
    Instant back = backAt.get(host);
    return works(host)
        && downs.stream().filter(d -> d.host().equals(host) && d.at().isAfter(hourAgo)).count() >= 2
        && back != null
        && back.plus(DISTRUST).isAfter(now);
  }

  /** Whether nobody may take it for unsteady. */
  boolean isAboveSuspicion(String host) {
    return works(host)
        && Stream.concat(downs.stream(), otherDowns.stream())
                .filter(down -> down.host().equals(host))
                .count()
            < 2;
  }

  /** Whoever looks from now on knows nothing of before but that these have containers. */
  void forget(Set<String> occupied) {
    downs.clear();
    down.clear();
    backAt.clear();
    silentSince.clear();
    known.clear();
    known.addAll(occupied);
    otherDowns.clear();
  }
}
