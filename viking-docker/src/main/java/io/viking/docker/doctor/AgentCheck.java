package io.viking.docker.doctor;

import io.viking.docker.engine.ContainerFacts;
import io.viking.model.Finding;
import io.viking.model.Host;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Whether every host has a live agent that says the same of it as the inventory. Pure. */
final class AgentCheck {
  /** As {@code viking bootstrap} names it. */
  private static final String CONTAINER = "viking-agent";

  private final Map<String, HostReading> readings = new TreeMap<>();
  private final Map<String, Host> live = new TreeMap<>();
  private final List<Finding> findings = new ArrayList<>();

  /**
   * @param readings the hosts that are deployed to
   * @param live the hosts that agents have announced
   */
  AgentCheck(List<HostReading> readings, List<Host> live) {
    readings.forEach(reading -> this.readings.put(reading.host().name(), reading));
    live.forEach(host -> this.live.put(host.name(), host));
  }

  List<Finding> findings() {
    readings.values().forEach(this::check);
    live.values().stream()
        .filter(host -> !readings.containsKey(host.name()))
        .forEach(
            host ->
                findings.add(
                    Finding.warning(
                        subject(host),
                        "it is alive, but its host is not among those that are deployed to.",
                        "add the host to the file of hosts (--hosts), or stop its agent.")));
    return findings;
  }

  private void check(HostReading reading) {
    Host host = reading.host();
    Host announced = live.get(host.name());
    if (announced == null) {
      findings.add(dead(reading));
      return;
    }
    findings.add(
        Finding.ok(
            subject(host),
            "it is alive"
                + (container(reading).isPresent() ? "." : ", as a process outside of Docker.")));
    if (!announced.address().equals(host.address())) {
      findings.add(
          Finding.warning(
              subject(host),
              "it registers endpoints at "
                  + announced.address().orElse("the address of the host's bridge")
                  + ", but the host's address is given as "
                  + host.address().orElse("none")
                  + ".",
              "set VIKING_IP of the agent and the address in the file of hosts to the same private"
                  + " address; 'viking bootstrap' does so."));
    }
  }

  private static Finding dead(HostReading reading) {
    String what = "there is no live agent: links of the host's containers lead nowhere";
    Optional<ContainerFacts> container = container(reading);
    if (container.isEmpty()) {
      return Finding.error(
          subject(reading.host()),
          what + ".",
          "run 'viking bootstrap', or 'viking agent' on that host.");
    }
    return Finding.error(
        subject(reading.host()),
        what
            + "; its container "
            + CONTAINER
            + " is "
            + container.get().state().name().toLowerCase(Locale.ROOT)
            + ".",
        "see 'docker logs "
            + CONTAINER
            + "' on that host; it has to reach the store, and to have the host's name ("
            + reading.host().name()
            + "). Then 'viking bootstrap'.");
  }

  private static Optional<ContainerFacts> container(HostReading reading) {
    return reading.containers().value().stream()
        .flatMap(List::stream)
        .filter(container -> container.name().equals(CONTAINER))
        .findFirst();
  }

  private static String subject(Host host) {
    return "agent " + host.name();
  }
}
