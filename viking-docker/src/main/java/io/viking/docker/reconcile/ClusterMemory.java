package io.viking.docker.reconcile;

import io.viking.docker.plan.ActualHost;
import io.viking.docker.plan.ActualState;
import io.viking.model.Host;
import io.viking.model.placement.HostState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What is, together with what hosts reported last that do not answer now: a host that is silent has
 * not lost its containers for that.
 *
 * <p>Not safe for use by several threads.
 */
public final class ClusterMemory {
  private final HostWatch watch;
  private final Map<String, ActualHost> lastSeen = new TreeMap<>();
  private final Map<String, Host> hosts = new TreeMap<>();
  private final Set<String> expected = new TreeSet<>();

  /**
   * @param downAfter how long a host may be silent before it counts as down
   */
  public ClusterMemory(Duration downAfter) {
    watch = new HostWatch(downAfter);
  }

  /**
   * What one look showed.
   *
   * @param actual what is, with the state of every host
   * @param isComplete whether something is known of every host that is not down
   * @param events what has become of hosts
   */
  public record View(ActualState actual, boolean isComplete, List<ClusterEvent> events) {
    /** Copies the list. */
    public View {
      events = List.copyOf(events);
    }
  }

  /** Every host that was ever listed; to be asked, too, when it is not listed any more. */
  public List<Host> hosts(Collection<Host> listed) {
    listed.forEach(host -> hosts.put(host.name(), host));
    return List.copyOf(hosts.values());
  }

  /**
   * Waits for hosts that ran something before this memory began: until each is listed or has been
   * away for as long as makes a host down, it may still run that.
   */
  public void expect(Collection<String> names) {
    expected.addAll(names);
  }

  /**
   * Takes notice of what hosts report.
   *
   * @param read what they report; silent ones with the reason
   * @param live the hosts that have a live agent
   * @param drained the hosts that are to be empty
   * @param asked when the hosts were asked
   */
  public View see(
      ActualState read, Set<String> live, Set<String> drained, Instant asked, Instant now) {
    Map<String, String> silent = new TreeMap<>(read.silentHosts());
    Set<String> answering = new TreeSet<>();
    for (ActualHost host : read.hosts()) {
      String name = host.host().name();
      lastSeen.put(name, host);
      if (live.contains(name)) {
        answering.add(name);
      } else {
        silent.put(name, "its engine answers, but it has no live agent");
      }
    }
    // A volume's home that nobody lists is a host that is away.
    for (String home : read.volumeHomes().values()) {
      if (!hosts.containsKey(home)) {
        silent.putIfAbsent(home, "it has volumes, and is not among the hosts");
      }
    }
    expected.removeAll(hosts.keySet());
    expected.removeAll(answering);
    for (String name : expected) {
      silent.putIfAbsent(
          name,
          "containers of it were reported, and no agent is registered. If it is gone for good:"
              + " `viking ports forget "
              + name
              + "`");
    }
    List<ClusterEvent> events = watch.observe(answering, silent, asked, now);
    boolean complete = true;
    List<ActualHost> all = new ArrayList<>();
    Set<String> names = new TreeSet<>(answering);
    names.addAll(silent.keySet());
    for (String name : names) {
      HostState state = watch.state(name, now);
      complete &= state.isDown() || lastSeen.containsKey(name) || !isAwaited(name);
      all.add(
          ActualHost.builder()
              .from(remembered(name))
              .state(state.withDrained(drained.contains(name)))
              .build());
    }
    expected.removeIf(name -> watch.state(name, now).isDown());
    ActualState actual = ActualState.builder().hosts(all).volumeHomes(read.volumeHomes()).build();
    return new View(actual, complete, events);
  }

  private boolean isAwaited(String name) {
    return hosts.containsKey(name) || expected.contains(name);
  }

  private ActualHost remembered(String name) {
    ActualHost known = lastSeen.get(name);
    if (known != null) {
      return known;
    }
    Host host = hosts.get(name);
    return ActualHost.builder()
        .host(
            host != null
                ? host
                : Host.builder().name(name).engine("tcp://not-listed.invalid:2376").build())
        .build();
  }

  /** Whether some host is about to change by time alone, so that looking again soon is worth it. */
  public boolean isChanging() {
    return watch.isChanging();
  }
}
