package io.viking.docker;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Hosts that a deployment needs have no engine that answers, or no live agent. */
public final class HostsUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient SortedMap<String, String> reasons;

  private HostsUnavailableException(String message, SortedMap<String, String> reasons) {
    super(message);
    this.reasons = reasons;
  }

  static HostsUnavailableException silentEngines(Map<String, String> reasons) {
    return of(
        "the engine of %d host(s) does not answer:",
        reasons, "start the engine, or take the host out of the list of hosts.");
  }

  static HostsUnavailableException noAgents(Map<String, String> reasons) {
    return of(
        "%d host(s) have no live agent, so links there would lead nowhere:",
        reasons, "run 'viking bootstrap', or 'viking agent' on each of these hosts.");
  }

  private static HostsUnavailableException of(
      String what, Map<String, String> reasons, String fix) {
    SortedMap<String, String> sorted = new TreeMap<>(reasons);
    return new HostsUnavailableException(
        String.format(what, sorted.size())
            + sorted.entrySet().stream()
                .map(r -> "\n  " + r.getKey() + ": " + r.getValue().replace("\n", "\n    "))
                .collect(Collectors.joining())
            + "\n  Fix: "
            + fix,
        sorted);
  }

  /** The names of the hosts, each with the reason. */
  public SortedMap<String, String> reasons() {
    return reasons;
  }
}
