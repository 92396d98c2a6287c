package io.viking.docker.agent;

import io.viking.docker.ambassador.AmbassadorStatus;
import io.viking.docker.ambassador.ListenerStatus;
import io.viking.ports.PortClash;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Which numbers something else on the host has. */
final class Clashes {
  private static final String IN_USE = "Address already in use";

  private Clashes() {}

  /**
   * The listeners that are wanted but whose port is taken. Those that fail for another reason, such
   * as a bridge that is gone, say nothing about their number and are left out.
   *
   * @param ambassadors from each address that is listened on to what goes on there
   */
  static List<PortClash> of(Map<String, AmbassadorStatus> ambassadors) {
    List<PortClash> clashes = new ArrayList<>();
    ambassadors.forEach(
        (address, status) ->
            status.listeners().stream()
                .filter(Clashes::isTaken)
                .forEach(listener -> clashes.add(clash(address, listener))));
    return clashes;
  }

  private static boolean isTaken(ListenerStatus listener) {
    return listener.problem().filter(text -> text.contains(IN_USE)).isPresent();
  }

  private static PortClash clash(String address, ListenerStatus listener) {
    return new PortClash(
        listener.port().port(),
        IN_USE + ": " + listener.port() + " on " + address + ", wanted for " + listener.service());
  }
}
